import { readFileSync, readdirSync } from 'node:fs';
import { Kind, type OperationDefinitionNode, buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { START_QUERY } from './start.ts';
import { TABS, fill, openingTabs } from './tabs.ts';

const schema = buildSchema(readFileSync(new URL('../../../schema.graphqls', import.meta.url), 'utf8'));
const known = { workspace: 'wsp_1', me: 'mem_1', teammate: 'mem_2', today: '2026-02-01' };

function operation(query: string): OperationDefinitionNode {
  const definitions = parse(query).definitions;
  const [first] = definitions;
  if (definitions.length !== 1 || first?.kind !== Kind.OPERATION_DEFINITION) throw new Error('a tab holds one operation');
  return first;
}

describe.each(TABS)('$title', ({ audience, query }) => {
  it('is valid against the schema', () => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  it('runs unchanged: named, without variables, every placeholder known', () => {
    const { name, variableDefinitions } = operation(query);
    expect(name?.value).toMatch(/^[A-Z]\w+$/);
    expect(variableDefinitions).toEqual([]);
    expect(fill(query, known)).not.toBeNull();
    expect(fill(query, known)).not.toContain('{{');
  });

  it('begins with what it shows and who may run it', () => {
    const comment = query.split('\n').filter((line) => line.startsWith('# '));
    expect(query.startsWith('# ')).toBe(true);
    const who = comment.at(-1) ?? '';
    expect(who).toMatch(/^# Who may run it: .+\.$/);
    expect(comment.length).toBeGreaterThan(1);
    if (audience === 'admins') expect(who).toContain('workspace admins');
  });
});

describe('the tabs', () => {
  it('are all the files, each under its own operation name', () => {
    const files = readdirSync(new URL('tabs', import.meta.url)).filter((name) => name.endsWith('.graphql'));
    expect(files).toHaveLength(TABS.length);
    expect(new Set(TABS.map(({ query }) => operation(query).name?.value)).size).toBe(TABS.length);
  });

  const names = (viewer: Parameters<typeof openingTabs>[0]) => openingTabs(viewer).map((query) => operation(query).name?.value);

  it('differ by role', () => {
    const shared = ['WhoAmIAndToday', 'SubmitStandup', 'StartAndStopTimer', 'OpenBlocker', 'TeamMetrics', 'MyTimeline', 'LiveActivity', 'Notifications', 'ActivityStatistics', 'ExportMyTime'];
    expect(names({ isAdmin: false, placeholders: known })).toEqual([...shared, 'SeeTheRefusal', 'RateLimit']);
    expect(names({ isAdmin: true, placeholders: known })).toEqual([...shared, 'TeamStandups', 'WhoIsMissing', 'AuditLog', 'RateLimit']);
  });

  it('leave out what lacks an id', () => {
    expect(names({ isAdmin: false, placeholders: {} })).toEqual(['MyWorkspaces', 'RateLimit']);
    expect(names({ isAdmin: false, placeholders: { workspace: 'wsp_1', me: 'mem_1' } })).not.toContain('SeeTheRefusal');
  });

  it('are filled with the ids', () => {
    expect(fill('{ a(id: "{{workspace}}", b: "{{me}}") }', known)).toBe('{ a(id: "wsp_1", b: "mem_1") }');
    expect(fill('{ a(id: "{{nothing}}") }', known)).toBeNull();
  });
});

it('has a start query that is valid against the schema', () => {
  expect(validate(schema, parse(START_QUERY))).toEqual([]);
});
