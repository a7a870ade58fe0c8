import { attributes, camel, cssProperties, events, methods, parts, properties, slots, states, summary } from './surface.ts';

const text = (value: string) => ({ text: value });

/** The custom elements manifest, version 1.0.0. */
export const manifest = () => ({
  schemaVersion: '1.0.0',
  readme: 'README.md',
  modules: [
    {
      kind: 'javascript-module',
      path: 'dist/index.js',
      declarations: [
        {
          kind: 'class', name: 'DaybookFeed', customElement: true, tagName: 'daybook-feed', summary, superclass: { name: 'HTMLElement' },
          attributes: attributes.map(({ name, type, default: initial, property, description }) => ({
            name, type: text(type), description, ...(initial !== undefined && { default: initial }), ...(property !== null && { fieldName: camel(name) }),
          })),
          members: [
            ...attributes.filter(({ property }) => property !== null).map(({ name, type, description }) => ({ kind: 'field', name: camel(name), type: text(type), description, attribute: name, reflects: false })),
            ...properties.map(({ name, type, description, readonly }) => ({ kind: 'field', name, type: text(type), description, ...(readonly && { readonly }) })),
            ...methods.map(({ name, type, description }) => ({ kind: 'method', name, description, return: { type: text(type.replace(/^.*=> /, '')) } })),
          ],
          events: events.map(({ name, type, description }) => ({ name, type: text(`CustomEvent<${type}>`), description })),
          slots, cssParts: parts, cssStates: states, cssProperties,
        },
      ],
      exports: [
        { kind: 'js', name: 'DaybookFeed', declaration: { name: 'DaybookFeed', module: 'dist/index.js' } },
        { kind: 'js', name: 'configureDaybook', declaration: { name: 'configureDaybook', module: 'dist/index.js' } },
      ],
    },
    { kind: 'javascript-module', path: 'dist/define.js', declarations: [], exports: [{ kind: 'custom-element-definition', name: 'daybook-feed', declaration: { name: 'DaybookFeed', module: 'dist/index.js' } }] },
  ],
});

/** What editors offer in HTML. */
export const htmlData = () => ({
  version: 1.1,
  tags: [
    {
      name: 'daybook-feed', description: summary,
      attributes: attributes.map(({ name, description, type, values }) => ({ name, description, ...(values && { values: values.map((value) => ({ name: value })) }), ...(type === 'boolean' && { valueSet: 'v' }) })),
    },
  ],
});

const table = (heads: string[], rows: string[][]) =>
  [`| ${heads.join(' | ')} |`, `|${heads.map(() => '---|').join('')}`, ...rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)].join('\n');

const code = (value: string) => (value ? `\`${value}\`` : '');

/** The tables of the README, which stand there between two marks. */
export const tables = () =>
  [
    '### Attributes', table(['Attribute', 'Type', 'Default', ''], attributes.map((a) => [code(a.name), code(a.type), a.default ?? '', a.description])),
    'Each is also a property in camel case, but for `transport`. None is reflected. `lang` and `dir` are inherited.',
    '### Properties', table(['Property', 'Type', ''], properties.map((p) => [code(p.name), code(p.type), `${p.readonly ? 'Read-only. ' : ''}${p.description}`])),
    '### Methods', table(['Method', ''], methods.map((m) => [code(`${m.name}()`), m.description])),
    '### Events', 'All bubble and are composed. They carry ids, counts and codes; never names, titles or tokens.', table(['Event', 'Detail', ''], events.map((e) => [code(e.name), code(e.type), e.description])),
    '### Slots', table(['Slot', ''], slots.map((s) => [s.name ? code(s.name) : 'default', s.description])),
    '### Parts', table(['Part', ''], parts.map((p) => [code(p.name), p.description])),
    '### States', table(['State', ''], states.map((s) => [code(`:state(${s.name})`), s.description])),
    '### Custom properties', table(['Property', ''], cssProperties.map((p) => [code(p.name), p.description])),
  ].join('\n\n');
