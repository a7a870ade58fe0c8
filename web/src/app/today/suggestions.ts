/* What the person did, as lines that they can take into their standup. */
import type { TodayPageQuery } from './today.generated.ts';

type Workspace = NonNullable<TodayPageQuery['workspace']>;
export type ActivityRow = NonNullable<Workspace['activities']>['nodes'][number];
export type EntryRow = NonNullable<Workspace['timeEntries']>['nodes'][number];

export interface Suggestion {
  id: string;
  /** One line, without a bullet. */
  text: string;
  /** When it was done, or the last time of several. */
  at: string;
  kind: 'work' | 'time' | 'log' | 'blocker';
  /** How many rows say the same. */
  count: number;
  /** Seconds, where one time entry says it. */
  seconds: number | null;
}

const LONGEST = 300;

/** Any text as one line of bearable length. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = Array.from(line);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : line;
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** "completed WEB-17" of "WEB-17 Add a gift note" names the task; other titles get the name behind them. */
function named(title: string, name: string): string {
  const [key = ''] = name.split(' ', 1);
  if (title.includes(name)) return title;
  if (/^[A-Z][A-Z0-9]*-\d+$/.test(key) && title.includes(key)) return title.replace(key, () => name);
  return name === '' ? title : `${title}: ${name}`;
}

function ofActivity(row: ActivityRow): Pick<Suggestion, 'text' | 'kind'> | null {
  const { subject, title, subjectName } = row;
  if (subject?.__typename === 'WorkLog') {
    // A corrected log is said by the one that replaced it.
    if (subject.correctedBy || !subject.note) return null;
    const about = subject.subject;
    const name = about === null ? '' : about.__typename === 'Task' ? `${about.key} ${about.title}` : about.name;
    return { text: name === '' ? subject.note : `${name}: ${subject.note}`, kind: 'log' };
  }
  if (row.entityType === 'WORK_LOG' || !title) return null;
  if (subject?.__typename === 'Blocker') return { text: subject.description ? `${capital(title)}: ${subject.description}` : capital(title), kind: 'blocker' };
  return { text: capital(named(title, subjectName ?? '')), kind: 'work' };
}

function ofEntry({ task, note }: EntryRow): string {
  const name = task ? `${task.key} ${task.title}` : '';
  return [name, note ?? ''].filter((part) => part !== '').join(': ');
}

/** Activities and time entries as lines, newest first, each line once. */
export function suggest(activities: readonly ActivityRow[], entries: readonly EntryRow[]): Suggestion[] {
  const all: Suggestion[] = [];
  for (const row of activities) {
    const made = ofActivity(row);
    if (made) all.push({ ...made, text: oneLine(made.text), id: row.id, at: row.occurredAt, count: 1, seconds: null });
  }
  for (const row of entries) {
    all.push({ text: oneLine(ofEntry(row)), kind: 'time', id: row.id, at: row.createdAt, count: 1, seconds: row.durationSeconds });
  }
  all.sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  const lines = new Map<string, Suggestion>();
  for (const one of all) {
    if (one.text === '') continue;
    const same = lines.get(one.text);
    // Sums are the server's business, so several entries only say how many they are.
    if (same) lines.set(one.text, { ...same, count: same.count + 1, seconds: null });
    else lines.set(one.text, one);
  }
  return [...lines.values()];
}

const bullet = (line: string) => `- ${line}`;

export function hasLine(text: string, line: string): boolean {
  return text.split('\n').some((one) => one.trim() === bullet(line));
}

/** The text with the line at its end; as it is when it has it. */
export function addLine(text: string, line: string): string {
  if (hasLine(text, line)) return text;
  const before = text.trimEnd();
  return `${before}${before === '' ? '' : '\n'}${bullet(line)}\n`;
}

export function removeLine(text: string, line: string): string {
  return text.split('\n').filter((one) => one.trim() !== bullet(line)).join('\n');
}
