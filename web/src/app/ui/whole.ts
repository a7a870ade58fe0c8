import { Problem } from '../data/problem.ts';
import type { Answer } from '../data/request.ts';
import { stateWords } from './states.ts';

/** Fields that are refused or gone stay out of an answer that is whole. */
const EXPECTED = new Set(['FORBIDDEN', 'NOT_FOUND']);
const NO_ACCESS = 'NO_ACCESS';

/**
 * The data of an answer about a workspace, when all of it came: what is missing for another reason than rights must not
 * look as if there were none.
 *
 * @throws Problem with the code NO_ACCESS when the workspace is out of reach, or what kept a part back
 */
export function whole<Data extends { readonly workspace: object | null }>({ data, problems }: Answer<Data>): Data & { workspace: NonNullable<Data['workspace']> } {
  const failed = problems.find(({ code }) => !EXPECTED.has(code));
  if (failed) throw failed;
  if (data.workspace === null) {
    const [first] = problems;
    throw new Problem({ code: NO_ACCESS, message: first?.message ?? 'The answer holds no workspace.', requestId: first?.requestId ?? undefined });
  }
  return data as Data & { workspace: NonNullable<Data['workspace']> };
}

/** What to say when loading failed: the rights are gone, or the given sentence. */
export function sentenceFor(problem: Problem | null, sentence: string): string {
  return problem?.code === NO_ACCESS ? stateWords.noAccess : sentence;
}
