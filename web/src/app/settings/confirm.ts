import { type TemplateResult, html, nothing } from 'lit';
import '../ui/elements/dialog.ts';
import { dialogWords } from '../ui/elements/dialog.ts';

/** A question before something that cannot be taken back. */
export function confirmDialog({ heading, question, action, isPending, problem = nothing, onConfirm, onClose }: { heading: string; question: string; action: string; isPending: boolean; problem?: unknown; onConfirm: () => void; onClose: () => void }): TemplateResult {
  return html`<day-dialog open heading=${heading} @close=${onClose}>
    <p class="text">${question}</p>
    ${problem}
    <div slot="footer">
      <button class="button" type="button" @click=${onClose}>${dialogWords.cancel}</button>
      <button class="button danger" type="button" aria-disabled=${isPending ? 'true' : nothing} @click=${onConfirm}>${action}</button>
    </div>
  </day-dialog>`;
}
