import { LitElement, css, html, nothing } from 'lit';
import { request } from '../data/request.ts';
import { here } from '../shell/session.ts';
import { announce } from '../ui/announce.ts';
import '../ui/elements/dialog.ts';
import { checkField, inputField, selectField } from '../ui/form.ts';
import { Load } from '../ui/load.ts';
import { Paged } from '../ui/paged.ts';
import { empty } from '../ui/states.ts';
import { pageStyles } from '../ui/styles.ts';
import { Submit } from '../ui/submit.ts';
import { TeamsToChooseDocument, type TeamsToChooseQuery } from './members.generated.ts';
import { TeamMembersDocument, type TeamRowFragment, TeamSaveDocument, type TeamSaveMutation, TeamsDocument } from './teams.generated.ts';
import { words } from './words.ts';

/** The teams: name, lead, who is in them. */
class DaySettingsTeams extends LitElement {
  static override properties = { editing: { state: true }, name: { state: true }, managerId: { state: true }, memberIds: { state: true } };
  static override styles = [...pageStyles, css`.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 4px; max-block-size: 40dvh; overflow: auto; }`];
  declare editing: TeamRowFragment | 'new' | null;
  declare name: string;
  declare managerId: string;
  /** Who is in the team from now on; null while that is not known, and then left as it is. */
  declare memberIds: ReadonlySet<string> | null;
  readonly #teams = new Paged<TeamRowFragment>(
    this,
    async (after, signal) => (await request(TeamsDocument, { workspaceId: here().workspaceId, after }, { signal })).data.workspace?.teams ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
    { rows: 5, sentence: () => words.couldNotLoad },
  );
  readonly #people = new Load<TeamsToChooseQuery>(this, async (signal) => (await request(TeamsToChooseDocument, { workspaceId: here().workspaceId }, { signal })).data, { rows: 3, sentence: () => words.couldNotLoad });
  readonly #form = new Submit<NonNullable<TeamSaveMutation['teamUpsert']>>(this, ['name', 'managerId', 'memberIds']);

  constructor() {
    super();
    this.editing = null;
    this.name = '';
    this.managerId = '';
    this.memberIds = null;
  }

  #edit(team: TeamRowFragment | 'new'): void {
    this.#form.errors.clear();
    this.editing = team;
    this.name = team === 'new' ? '' : team.name;
    this.managerId = team === 'new' ? '' : (team.manager?.id ?? '');
    this.memberIds = team === 'new' ? new Set() : null;
    if (team !== 'new') void this.#loadMembers(team);
  }

  async #loadMembers(team: TeamRowFragment): Promise<void> {
    try {
      const { data } = await request(TeamMembersDocument, { id: team.id });
      const members = data.team?.members;
      if (this.editing === team && members && !members.pageInfo.hasNextPage) this.memberIds = new Set(members.nodes.map(({ id }) => id));
    } catch {
      // Name and lead can be changed without them.
    }
  }

  async #save(event?: SubmitEvent): Promise<void> {
    event?.preventDefault();
    const team = this.editing;
    if (!team || !this.#form.check([['name', this.name.trim() === '']])) return;
    const input = {
      workspaceId: here().workspaceId,
      name: this.name.trim(),
      managerId: this.managerId || null,
      ...(this.memberIds && { memberIds: [...this.memberIds] }),
      ...(team !== 'new' && { id: team.id, expectedVersion: team.version }),
    };
    const done = await this.#form.send(input, async (idempotencyKey) => (await request(TeamSaveDocument, { input: { ...input, idempotencyKey } })).data.teamUpsert);
    if (!done?.team) return;
    this.editing = null;
    announce(words.saved);
    // Others lost the members that this one took.
    void this.#teams.reload();
  }

  override render() {
    return html`<section class="card stack" aria-labelledby="teams">
      <div class="spread"><h2 id="teams">${words.teams}</h2><button class="button primary" type="button" @click=${() => { this.#edit('new'); }}>${words.createTeam}</button></div>
      ${this.#teams.render((rows) => html`<div class="table-scroll acts" tabindex="0" role="group" aria-labelledby="teams"><table>
        <thead><tr><th scope="col">${words.name}</th><th scope="col">${words.lead}</th><th scope="col">${words.teamMembers}</th><th scope="col"><span class="visually-hidden">${words.actions}</span></th></tr></thead>
        <tbody>${rows.map((team) => html`<tr data-id=${team.id} tabindex="-1">
          <td><bdi>${team.name}</bdi></td>
          <td><bdi>${team.manager?.actor.displayName}</bdi></td>
          <td>${words.people(team.members.count.value)}</td>
          <td class="number"><button class="button small" type="button" aria-label=${words.editMember(team.name)} @click=${() => { this.#edit(team); }}>${words.edit}</button></td>
        </tr>`)}</tbody>
      </table></div>`, () => empty(words.noTeams))}
      ${this.editing ? this.#dialog(this.editing) : nothing}
    </section>`;
  }

  #dialog(team: TeamRowFragment | 'new') {
    const { errors, isPending } = this.#form;
    const close = () => { this.editing = null; };
    const toggle = (id: string, on: boolean) => {
      const ids = new Set(this.memberIds ?? []);
      if (on) ids.add(id);
      else ids.delete(id);
      this.memberIds = ids;
    };
    return html`<day-dialog open heading=${team === 'new' ? words.createTeam : words.editMember(team.name)} @close=${close}>
      <form class="form" novalidate @submit=${(event: SubmitEvent) => { void this.#save(event); }}>
        ${inputField({ id: 'name', label: words.name, value: this.name, required: true, error: errors.at('name'), onInput: (value) => { this.name = value; } })}
        ${this.#people.render(({ workspace }) => {
          const people = workspace?.members?.nodes ?? [];
          return [
            selectField({ id: 'managerId', label: words.lead, value: this.managerId, choices: [['', words.none], ...people.map(({ id, actor }) => [id, actor.displayName] as const)], error: errors.at('managerId'), onChange: (value) => { this.managerId = value; } }),
            this.memberIds && html`<fieldset class="field" aria-describedby="people-hint"><legend>${words.teamMembers}</legend><p class="hint" id="people-hint">${words.teamMembersHint}</p>
              <div class="people">${people.map(({ id, actor }) => checkField({ id, label: actor.displayName, checked: this.memberIds?.has(id) ?? false, onChange: (on) => { toggle(id, on); } }))}</div>
              ${errors.at('memberIds') ? html`<p class="error" role="alert">${errors.at('memberIds')}</p>` : nothing}</fieldset>`,
          ];
        })}
        ${this.#form.render(() => { void this.#save(); })}
        <div class="row"><button class="button primary" type="submit" aria-disabled=${isPending ? 'true' : nothing}>${isPending ? words.saving : words.save}</button><button class="button" type="button" @click=${close}>${words.cancel}</button></div>
      </form>
    </day-dialog>`;
  }
}

customElements.define('day-settings-teams', DaySettingsTeams);

export const create = () => new DaySettingsTeams();
