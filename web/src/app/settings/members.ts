import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import { badge } from '../ui/badges.ts';
import '../ui/elements/menu.ts';
import { inputField } from '../ui/form.ts';
import { Paged } from '../ui/paged.ts';
import { person, personStyles } from '../ui/person.ts';
import { empty, emptyThroughFilter } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { confirmDialog } from './confirm.ts';
import './member-form.ts';
import { MemberRemoveDocument, type MemberRemoveMutation, type MemberRowFragment, MembersDocument } from './members.generated.ts';
import { words } from './words.ts';

/** The people of the workspace: invite, role, manager, remove. */
class DaySettingsMembers extends LitElement {
  static override properties = { text: { state: true }, editing: { state: true }, removing: { state: true } };
  static override styles = [...pageStyles, personStyles, css`.find { max-inline-size: 320px; flex: 1; }`];
  declare text: string;
  /** The member whose form is open; `new` for an invitation. */
  declare editing: MemberRowFragment | 'new' | null;
  declare removing: MemberRowFragment | null;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #members = new Paged<MemberRowFragment>(
    this,
    async (after, signal) => {
      const filter = this.text.trim() === '' ? null : { text: this.text.trim() };
      const { data } = await request(MembersDocument, { workspaceId: here().workspaceId, after, filter }, { signal });
      return data.workspace?.members ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    },
    { rows: 8, sentence: () => words.couldNotLoad },
  );
  readonly #remove = new Submit<NonNullable<MemberRemoveMutation['memberRemove']>>(this, []);

  constructor() {
    super();
    this.text = '';
    this.editing = null;
    this.removing = null;
  }

  #find(text: string): void {
    this.text = text;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { void this.#members.reload(); }, 200);
  }

  async #confirm(): Promise<void> {
    const member = this.removing;
    if (!member) return;
    const done = await this.#remove.send({ id: member.id }, async (idempotencyKey) => (await request(MemberRemoveDocument, { input: { memberId: member.id, idempotencyKey } })).data.memberRemove);
    if (!done) return;
    this.removing = null;
    this.#members.remove(member.id);
    announce(words.saved);
  }

  override render() {
    const saved = (event: CustomEvent<MemberRowFragment>) => {
      this.#members.put(event.detail);
      this.editing = null;
    };
    return html`<section class="card stack" aria-labelledby="members">
      <div class="spread"><h2 id="members">${words.members}</h2><button class="button primary" type="button" @click=${() => { this.editing = 'new'; }}>${words.invite}</button></div>
      <div class="find">${inputField({ id: 'find', label: words.search, type: 'search', value: this.text, onInput: (text) => { this.#find(text); } })}</div>
      ${this.#members.render((rows) => this.#table(rows), () => (this.text === '' ? empty(words.noMembers) : emptyThroughFilter(() => { this.#find(''); })))}
      ${this.editing ? html`<day-member-form .member=${this.editing === 'new' ? null : this.editing} @saved=${saved} @close=${() => { this.editing = null; }}></day-member-form>` : nothing}
      ${this.removing
        ? confirmDialog({
            heading: words.remove,
            question: words.removeQuestion(this.removing.actor.displayName),
            action: words.remove,
            isPending: this.#remove.isPending,
            problem: this.#remove.render(() => { void this.#confirm(); }, undefined, false),
            onConfirm: () => { void this.#confirm(); },
            onClose: () => { this.removing = null; },
          })
        : nothing}
    </section>`;
  }

  #table(rows: readonly MemberRowFragment[]) {
    const roles = { OWNER: words.owner, ADMIN: words.admin, MEMBER: words.member };
    return html`<div class="table-scroll acts" tabindex="0" role="group" aria-labelledby="members"><table>
      <thead><tr><th scope="col">${words.name}</th><th scope="col">${words.role}</th><th scope="col">${words.team}</th><th scope="col">${words.manager}</th><th scope="col">${words.zone}</th><th scope="col"><span class="visually-hidden">${words.actions}</span></th></tr></thead>
      <tbody>${rows.map((row) => html`<tr data-id=${row.id} tabindex="-1">
        <td>${person(row.actor.displayName)}<div class="muted small">${row.actor.email}</div></td>
        <td>${badge(roles[row.role], row.role === 'MEMBER' ? '' : 'accent')}</td>
        <td><bdi>${row.team?.name}</bdi></td>
        <td><bdi>${row.manager?.actor.displayName}</bdi></td>
        <td>${row.timeZone}</td>
        <td class="number"><day-menu label=${words.editMember(row.actor.displayName)} .items=${[
          { text: words.edit, icon: 'edit', act: () => { this.editing = row; } },
          ...(row.id === here().memberId ? [] : [{ text: words.remove, icon: 'trash', danger: true, act: () => { this.removing = row; } }]),
        ]}></day-menu></td>
      </tr>`)}</tbody>
    </table></div>`;
  }
}

customElements.define('day-settings-members', DaySettingsMembers);

export const create = () => new DaySettingsMembers();
