export interface DemoPerson {
  role: string;
  name: string;
  email: string;
}

export interface Demo {
  people: DemoPerson[];
  password: string;
}

/** The people of the demo workspace, or null when this server does not run on demo data. */
export async function fetchDemo(): Promise<Demo | null> {
  try {
    const response = await fetch('/auth/demo', { headers: { accept: 'application/json' }, credentials: 'same-origin' });
    if (!response.ok) return null;
    return parseDemo(await response.json());
  } catch {
    return null;
  }
}

/** Reads the answer of /auth/demo; null for anything that does not look like it. */
export function parseDemo(value: unknown): Demo | null {
  if (!isRecord(value) || typeof value.password !== 'string' || !Array.isArray(value.people)) return null;
  const people = value.people.filter(isPerson);
  return people.length > 0 ? { people, password: value.password } : null;
}

/** "WORKSPACE_ADMIN" as people say it: "Workspace admin". */
export function roleWords(role: string): string {
  const words = role.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isPerson(value: unknown): value is DemoPerson {
  return isRecord(value) && typeof value.role === 'string' && typeof value.name === 'string' && typeof value.email === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
