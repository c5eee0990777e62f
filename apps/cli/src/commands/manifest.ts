import type { ManifestCheck, Postern, TryManifest } from '@postern/client';
import { EXIT } from '../exit-status';
import { NoJsonError, readJsonFile, readObjectFile, readTextFile } from '../json-file';
import { checkLines, explanationLines, trialLines } from '../manifest-lines';
import { type Cell, table } from '../table';
import type { Register } from './command';
import { count } from './shared-options';

export const registerManifest: Register = (program, run) => {
  const manifest = program
    .command('manifest')
    .summary('bring an upstream of your own, described as data')
    .description('Check, explain, try and store manifests: upstreams of your own, described as data.');

  manifest
    .command('check')
    .argument('<file>', 'the manifest, as JSON')
    .description('Say what is wrong with a manifest, and what could be better. Status 1 if it is not valid.')
    .action(
      run<object>(async ({ postern, terminal, json, print }, _options, file = '') => {
        const check = await checkFile(postern, file);
        print(json ? JSON.stringify(check) : checkLines(check, terminal).join('\n'));
        return check.valid ? EXIT.ok : EXIT.failed;
      }),
    );

  manifest
    .command('explain')
    .argument('<manifest>', NAMES)
    .description('Say in plain words what a manifest does: its operations, its statuses, how doubt ends.')
    .action(
      run<object>(async ({ postern, terminal, json, print }, _options, name = '') => {
        const told = await postern.manifests.explain(await named(name));
        print(json ? JSON.stringify(told) : explanationLines(told, terminal).join('\n'));
        return EXIT.ok;
      }),
    );

  manifest
    .command('try')
    .argument('<manifest>', NAMES)
    .requiredOption(
      '--operation <operation>',
      'createPost, getPost, listPosts, cancelPost, check, webhook, …',
    )
    .option('--post <file>', 'the post that would be sent, as JSON: { "text": "…" }')
    .option('--reply <file>', 'what the upstream would answer: the body, as it is')
    .option('--reply-status <status>', 'with this HTTP status', count, 200)
    .option('--ref <id>', 'the upstream’s id of the post that is read or changed')
    .option(
      '--credentials <file>',
      'properties of the connection, as JSON; samples stand in for what is missing',
    )
    .description(
      'Show each request that an operation would send, and how a reply would be read. Nothing is sent. Status 1 ' +
        'if a request cannot be made, or the reply not be read.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ postern manifest try herald.json --operation createPost --post post.json --reply created.json',
    )
    .action(
      run<TryOptions>(async ({ postern, terminal, json, print }, options, name = '') => {
        const trial = await postern.manifests.try({ ...(await named(name)), ...(await attemptOf(options)) });
        print(json ? JSON.stringify(trial) : trialLines(trial, terminal).join('\n'));
        return trial.problems.length === 0 ? EXIT.ok : EXIT.failed;
      }),
    );

  manifest
    .command('add')
    .argument('<file>', 'the manifest, as JSON')
    .option('--notes <text>', 'what this version is, or changes')
    .description('Store a manifest, or the next version of one that the workspace has.')
    .action(
      run<{ notes?: string }>(async ({ postern, json, print }, { notes }, file = '') => {
        const body = { manifest: await readObjectFile(file), notes };
        const known = await postern.manifests.list({ limit: 100 }).toArray();
        const same = known.find(({ provider }) => provider === `generic:${String(body.manifest.id)}`);
        const stored = same
          ? await postern.manifests.update(same.id, body)
          : await postern.manifests.create(body);
        print(
          json
            ? JSON.stringify(stored)
            : `${stored.id} is version ${stored.version} of ${stored.provider}. Connect to it by that name.`,
        );
        return EXIT.ok;
      }),
    );

  manifest
    .command('list')
    .description('The manifests of the workspace.')
    .action(
      run<object>(async ({ postern, terminal, json, print }) => {
        const items = await postern.manifests.list({ limit: 100 }).toArray();
        const head = ['MANIFEST', 'PROVIDER', 'VERSION', 'NAME'].map((text): Cell => ({
          text,
          color: 'dim',
        }));
        const rows = items.map(({ id, provider, version, name, problem }): Cell[] => [
          { text: id },
          { text: provider },
          { text: String(version) },
          problem === null ? { text: name } : { text: `${name}: ${problem}`, color: 'red' },
        ]);
        print(
          json
            ? JSON.stringify({ items })
            : table([head, ...rows], terminal.columns, terminal.colors).join('\n'),
        );
        return EXIT.ok;
      }),
    );
};

const NAMES = 'a file, the id of a stored one (man_…), or preset:<name>';

interface TryOptions {
  operation: TryManifest['operation'];
  post?: string;
  reply?: string;
  replyStatus: number;
  ref?: string;
  credentials?: string;
}

async function named(name: string): Promise<Pick<TryManifest, 'manifest' | 'manifestId' | 'preset'>> {
  if (name.startsWith('man_')) return { manifestId: name };
  if (name.startsWith('preset:')) return { preset: name.slice('preset:'.length) };
  return { manifest: await readObjectFile(name) };
}

async function attemptOf(options: TryOptions): Promise<Omit<TryManifest, 'manifest'>> {
  const { operation, post, reply, replyStatus, ref, credentials } = options;
  return {
    operation,
    ...(post === undefined ? {} : { post: await readObjectFile(post) }),
    ...(reply === undefined ? {} : { reply: { status: replyStatus, body: await readTextFile(reply) } }),
    ...(ref === undefined ? {} : { ref: { id: ref } }),
    ...(credentials === undefined ? {} : { credentials: await readObjectFile(credentials) }),
  };
}

/** What is no JSON is a manifest that is not valid, rather than a mistake in how the command was called. */
async function checkFile(postern: Postern, file: string): Promise<ManifestCheck> {
  try {
    const manifest = await readJsonFile(file);
    if (isObject(manifest)) return await postern.manifests.check({ manifest });
    return notJson('A manifest is a JSON object.');
  } catch (error) {
    if (error instanceof NoJsonError) return notJson(error.message);
    throw error;
  }
}

function notJson(message: string): ManifestCheck {
  const issue = { path: '', rule: 'manifest.json', severity: 'error', message, suggestion: null } as const;
  return { valid: false, issues: [issue], capabilities: null };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
