import { LitElement, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import '../ui/elements/dialog.ts';
import { inputField, selectField } from '../ui/form.ts';
import { Load } from '../ui/load.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { MemberInviteDocument, type MemberInviteMutation, MemberManagerSetDocument, type MemberManagerSetMutation, MemberRoleSetDocument, type MemberRoleSetMutation, type MemberRowFragment, type Role, TeamsToChooseDocument, type TeamsToChooseQuery } from './members.generated.ts';
import { words } from './words.ts';

type Payload = NonNullable<MemberInviteMutation['memberInvite'] | MemberRoleSetMutation['memberRoleSet'] | MemberManagerSetMutation['memberManagerSet']>;

/**
 * Invites a person, or changes role and manager of a member.
 *
 * @fires saved with the member as they now are; @fires close
 */
class DayMemberForm extends LitElement {
  static override properties = { member: { attribute: false }, email: { state: true }, name: { state: true }, role: { state: true }, managerId: { state: true }, teamId: { state: true } };
  static override styles = pageStyles;
  declare member: MemberRowFragment | null;
  declare email: string;
  declare name: string;
  declare role: Role;
  declare managerId: string;
  declare teamId: string;
  readonly #choices = new Load<TeamsToChooseQuery>(this, async (signal) => (await request(TeamsToChooseDocument, { workspaceId: here().workspaceId }, { signal })).data, { rows: 3, sentence: () => words.couldNotLoad });
  readonly #form = new Submit<Payload>(this, ['email', 'displayName', 'role', 'managerId', 'teamId']);

  constructor() {
    super();
    this.member = null;
    this.email = '';
    this.name = '';
    this.role = 'MEMBER';
    this.managerId = '';
    this.teamId = '';
  }

  override firstUpdated(): void {
    if (!this.member) return;
    this.role = this.member.role;
    this.managerId = this.member.manager?.id ?? '';
  }

  async #save(event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const saved = this.member ? await this.#change(this.member) : await this.#invite();
    if (!saved) return;
    announce(this.member ? words.saved : words.invited(saved.actor.displayName));
    this.dispatchEvent(new CustomEvent('saved', { detail: saved }));
  }

  async #invite(): Promise<MemberRowFragment | null> {
    const isGood = this.#form.check([
      ['email', this.email.trim() === ''],
      ['displayName', this.name.trim() === ''],
    ]);
    if (!isGood) return null;
    const input = {
      workspaceId: here().workspaceId,
      email: this.email.trim(),
      displayName: this.name.trim(),
      role: this.role,
      ...(this.teamId && { teamId: this.teamId }),
      ...(this.managerId && { managerId: this.managerId }),
    };
    const done = await this.#form.send(input, async (idempotencyKey) => (await request(MemberInviteDocument, { input: { ...input, idempotencyKey } })).data.memberInvite);
    return done?.member ?? null;
  }

  /** Role and manager are two changes; the second is only sent when the first was taken. */
  async #change(member: MemberRowFragment): Promise<MemberRowFragment | null> {
    let latest: MemberRowFragment | null = member;
    if (this.role !== member.role) {
      const input = { memberId: member.id, role: this.role, expectedRole: member.role };
      const done = await this.#form.send(input, async (idempotencyKey) => (await request(MemberRoleSetDocument, { input: { ...input, idempotencyKey } })).data.memberRoleSet);
      if (!done) return null;
      latest = done.member ?? latest;
      this.member = latest;
    }
    if (this.managerId !== (member.manager?.id ?? '')) {
      const input = { memberId: member.id, managerId: this.managerId || null };
      const done = await this.#form.send(input, async (idempotencyKey) => (await request(MemberManagerSetDocument, { input: { ...input, idempotencyKey } })).data.memberManagerSet);
      if (!done) return null;
      latest = done.member ?? latest;
    }
    return latest;
  }

  override render() {
    const { errors, isPending } = this.#form;
    const close = () => { this.dispatchEvent(new CustomEvent('close')); };
    const isSelf = this.member?.id === here().memberId;
    const roles: [Role, string][] = [['MEMBER', words.member], ['ADMIN', words.admin], ...(here().role === 'OWNER' || this.member?.role === 'OWNER' ? [['OWNER', words.owner] as [Role, string]] : [])];
    return html`<day-dialog open heading=${this.member ? words.editMember(this.member.actor.displayName) : words.invite} @close=${close}>
      <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#save(event); }}>
        ${this.member
          ? nothing
          : [
              inputField({ id: 'email', label: words.mail, type: 'email', value: this.email, required: true, autocomplete: 'off', error: errors.at('email'), onInput: (value) => { this.email = value; } }),
              inputField({ id: 'displayName', label: words.name, value: this.name, required: true, autocomplete: 'off', error: errors.at('displayName'), onInput: (value) => { this.name = value; } }),
            ]}
        ${selectField({ id: 'role', label: words.role, value: this.role, choices: roles, disabled: isSelf, hint: isSelf ? words.ownRole : undefined, error: errors.at('role'), onChange: (value) => { this.role = value as Role; } })}
        ${this.#choices.render(({ workspace }) => {
          const people = (workspace?.members?.nodes ?? []).filter(({ id }) => id !== this.member?.id).map(({ id, actor }) => [id, actor.displayName] as const);
          // A manager beyond the first page of people stays choosable.
          const manager = this.member?.manager;
          const all = manager && !people.some(([id]) => id === manager.id) ? [...people, [manager.id, manager.actor.displayName] as const] : people;
          return [
            this.member ? nothing : selectField({ id: 'teamId', label: words.team, value: this.teamId, choices: [['', words.none], ...(workspace?.teams?.nodes ?? []).map(({ id, name }) => [id, name] as const)], error: errors.at('teamId'), onChange: (value) => { this.teamId = value; } }),
            selectField({ id: 'managerId', label: words.manager, value: this.managerId, choices: [['', words.none], ...all], error: errors.at('managerId'), onChange: (value) => { this.managerId = value; } }),
          ];
        })}
        ${this.#form.render(() => { void this.#save(); })}
        <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : nothing}>${isPending ? words.saving : this.member ? words.save : words.inviteSend}</button><button class="button" type="button" @click=${close}>${words.cancel}</button></div>
      </form>
    </day-dialog>`;
  }
}

customElements.define('day-member-form', DayMemberForm);
