// @vitest-environment happy-dom
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse, validate } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Document } from './document.ts';
import { problemAt } from './problem.ts';
import { request } from './request.ts';
import { merge } from './together.ts';

const app = join(import.meta.dirname, '..');
const schema = buildASTSchema(parse(readFileSync(join(app, '../../../schema.graphqls'), 'utf8')));
const documents = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.generated.ts'))
  .flatMap((name) => [...readFileSync(join(app, name), 'utf8').matchAll(/Document = ("query.*") as/g)].map(([, text = '']) => JSON.parse(text) as string));

describe('merge', () => {
  it('makes one good operation of any of the application, with another and with itself', () => {
    expect(documents.length).toBeGreaterThan(30);
    for (const [at, query] of documents.entries()) {
      const one = merge([query, query, documents[(at + 1) % documents.length] ?? ''].map((text) => ({ query: text, variables: {} })));
      expect(validate(schema, parse(one.query)), one.query).toEqual([]);
    }
  });

  it('keeps variables, aliases and fragments of each apart', () => {
    const part = { query: 'query A($id:ID!$with:Boolean!){one:team(id:$id){...F}viewer{id}}fragment F on Team{id @include(if:$with)members{nodes{...on Member{id}}}}', variables: { id: 'tea_1', with: true } };
    expect(merge([part, { query: 'query B{serverInfo{time}}', variables: {} }])).toEqual({
      query: 'query A_B($r0_id:ID!$r0_with:Boolean!){r0_one:team(id:$r0_id){...r0_F}r0_viewer:viewer{id}r1_serverInfo:serverInfo{time}}fragment r0_F on Team{id @include(if:$r0_with)members{nodes{...on Member{id}}}}',
      variables: { r0_id: 'tea_1', r0_with: true },
    });
  });
});

describe('reads asked for in one go', () => {
  const viewer = 'query V{viewer{id}}' as Document<{ viewer: { id: string } | null }, Record<string, never>>;
  const team = 'query T($id:ID!){team(id:$id){name}}' as Document<{ team: { name: string } | null }, { id: string }>;
  const fetched = vi.fn<typeof fetch>();
  const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
  const sent = () => fetched.mock.calls.map(([, init]) => (JSON.parse(init?.body as string) as { query: string }).query);

  beforeEach(() => { vi.stubGlobal('fetch', fetched); });
  afterEach(() => {
    vi.unstubAllGlobals();
    fetched.mockReset();
  });

  it('are one request, and each has its own answer and problems', async () => {
    fetched.mockResolvedValueOnce(answer({
      data: { r0_viewer: { id: 'usr_1' }, r1_team: { name: null } },
      errors: [{ message: 'no', path: ['r1_team', 'name'], extensions: { code: 'FORBIDDEN', requestId: 'R1' } }],
    }));
    const [one, other] = await Promise.all([request(viewer, {}), request(team, { id: 'tea_1' })]);
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(one).toEqual({ data: { viewer: { id: 'usr_1' } }, problems: [] });
    expect(other.data).toEqual({ team: { name: null } });
    expect(problemAt(other.problems, 'team', 'name')).toMatchObject({ code: 'FORBIDDEN', requestId: 'R1' });
  });

  it('fail alone where only one has nothing', async () => {
    fetched.mockResolvedValueOnce(answer({ data: { r0_viewer: { id: 'usr_1' }, r1_team: null }, errors: [{ message: 'gone', path: ['r1_team'], extensions: { code: 'NOT_FOUND' } }] }));
    const [one, other] = await Promise.allSettled([request(viewer, {}), request(team, { id: 'tea_1' })]);
    expect(one.status).toBe('fulfilled');
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'NOT_FOUND', path: ['team'] } });
  });

  it('are asked for one by one when the whole is refused', async () => {
    fetched
      .mockResolvedValueOnce(answer({ errors: [{ message: 'too dear', extensions: { code: 'COST_LIMIT' } }] }, 400))
      .mockResolvedValueOnce(answer({ data: { viewer: { id: 'usr_1' } } }))
      .mockResolvedValueOnce(answer({ data: { team: { name: 'A' } } }));
    const [one, other] = await Promise.all([request(viewer, {}), request(team, { id: 'tea_1' })]);
    expect(sent().slice(1)).toEqual([viewer, team]);
    expect([one.data.viewer?.id, other.data.team?.name]).toEqual(['usr_1', 'A']);
  });

  it('go on without one that was given up, and end with the last', async () => {
    fetched.mockImplementation((_input, init) => new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => { reject(new DOMException('aborted', 'AbortError')); });
    }));
    const [early, late] = [new AbortController(), new AbortController()];
    const ends = [request(viewer, {}, { signal: early.signal }), request(team, { id: 'tea_1' }, { signal: late.signal })].map((read) => read.then(() => '', (error: unknown) => (error as Error).name));
    await vi.waitFor(() => { expect(fetched).toHaveBeenCalledTimes(1); });
    const carried = fetched.mock.calls[0]?.[1]?.signal;
    early.abort();
    expect(await ends[0]).toBe('AbortError');
    expect(carried?.aborted).toBe(false);
    late.abort();
    expect(await ends[1]).toBe('AbortError');
    expect(carried?.aborted).toBe(true);
  });
});
