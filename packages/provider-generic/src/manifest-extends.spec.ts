import { loadPreset } from './index';
import { parseManifest } from './manifest-parse';
import { shippedPresets, type PresetSource } from './preset-files';

type Loose = Record<string, unknown>;

/** Presets of a test's own, beside the shipped ones. */
function presets(more: Record<string, Loose>): PresetSource {
  return {
    names: () => [...shippedPresets.names(), ...Object.keys(more)],
    read: (name) => more[name] ?? shippedPresets.read(name),
  };
}

const sister = { extends: 'postato', id: 'sister', name: 'Sister' };

function taken(json: Loose, source = shippedPresets) {
  const parsed = parseManifest(json, source);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

function refused(json: Loose, source = shippedPresets) {
  const parsed = parseManifest(json, source);
  return parsed.ok ? [] : parsed.issues;
}

describe('extends', () => {
  it('inherits everything that is not said, and leaves a manifest that stands by itself', () => {
    const { id, name, ...rest } = taken(sister);
    const { id: _id, name: _name, ...parent } = loadPreset('postato');
    expect({ id, name }).toEqual({ id: 'sister', name: 'Sister' });
    expect(rest).toEqual(parent);
  });

  it('merges objects, replaces lists, and takes away what is null', () => {
    const manifest = taken({
      ...sister,
      transport: { headers: { accept: null, 'x-client': 'postern' } },
      platforms: { tiktok: null },
      read: { detail: [] },
    });
    expect(manifest.transport.baseUrl).toBe('{connection.baseUrl}/v1');
    expect(manifest.transport.headers).toEqual({
      authorization: 'Bearer {connection.apiKey}',
      'x-client': 'postern',
    });
    expect(manifest.platforms).not.toHaveProperty('tiktok');
    expect(manifest.platforms).toHaveProperty('x');
    expect(manifest.read).toMatchObject({ listWhenMoreThan: 3, detail: [] });
  });

  it('can say that a word means nothing, which null would only take away', () => {
    const { statuses } = taken({
      ...sister,
      statuses: { post: { scheduled: 'nothing', queued: null }, group: { live: 'nothing' } },
    });
    expect(statuses.post).toHaveProperty('scheduled', null);
    expect(statuses.post).not.toHaveProperty('queued');
    expect(statuses.group).toEqual({ live: null });
  });

  it('names places of the merged manifest', () => {
    expect(refused({ ...sister, operations: { getPost: { path: '/{variables.core}' } } })).toEqual([
      expect.objectContaining({ rule: 'manifest.placeholder', path: 'operations.getPost.path' }),
    ]);
  });

  it('follows a chain, the child’s word last', () => {
    const middle = { extends: 'postato', id: 'middle', name: 'Middle', docs: 'https://middle.example' };
    const manifest = taken({ extends: 'middle', id: 'last', name: 'Last' }, presets({ middle }));
    expect(manifest).toMatchObject({ id: 'last', docs: 'https://middle.example' });
  });

  it.each<[string, Loose, string, string | null]>([
    ['a preset that is not there', { ...sister, extends: 'postatto' }, 'extends', 'postato'],
    ['a way out of the folder', { ...sister, extends: '../package' }, 'extends', null],
    ['no id of its own', { extends: 'postato', name: 'Sister' }, 'id', null],
    ['the id of the preset', { ...sister, id: 'postato' }, 'id', null],
    ['no name of its own', { extends: 'postato', id: 'sister', name: null }, 'name', null],
  ])('refuses %s', (_what, json, path, suggestion) => {
    expect(refused(json)).toEqual([expect.objectContaining({ rule: 'manifest.extends', path, suggestion })]);
  });

  it('refuses circles and chains without an end', () => {
    const link = (to: string, id: string) => ({ extends: to, id, name: id });
    const circle = presets({ a: link('b', 'a'), b: link('a', 'b') });
    expect(refused(link('a', 'c'), circle)[0]?.message).toContain('a → b → a');
    const long = presets({ a: link('b', 'a'), b: link('c', 'b'), c: link('postato', 'c') });
    expect(refused(link('a', 'd'), long)[0]?.message).toContain('too long');
    expect(refused(link('b', 'd'), long)).toEqual([]);
  });

  it('merges a key named __proto__ as any other, which the schema then refuses', () => {
    const json = JSON.parse(
      '{"extends":"postato","id":"a","name":"A","read":{"__proto__":{"x":1}}}',
    ) as Loose;
    expect(refused(json)).not.toEqual([]);
    expect(({} as Loose)['x']).toBeUndefined();
  });
});
