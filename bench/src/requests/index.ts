import type { Pool } from 'pg';
import type { Bench, BenchContext, BenchResult } from '../bench';
import { distributionOf } from '../distribution';
import { connectAll } from '../stack/connections';
import type { Account } from '../stack/gateway-client';
import { SandboxClient } from '../stack/sandbox-client';
import { type Stack, startStack } from '../stack/stack';
import { keepStatements } from '../stack/usage';
import { createWorkspaces, type Workspace } from '../stack/workspaces';
import { type Server, startFloor } from './floor';
import { load } from './load';
import { costTable, goalsOf, type OwnShare, ownShareTable, ratioTable } from './report';
import { type Plan, runScene, type SceneResult } from './rounds';
import { ask, checkSameness } from './sameness';
import { type Ground, LIST_LIMIT, type Scene, SCENES, TARGETS } from './scenes';

export const requests: Bench = {
  name: 'requests',
  about: 'creating, reading and listing through the API, beside a bare Fastify and pg server',
  options: {
    'request-scenes': {
      about: `some of ${Object.keys(SCENES).join(', ')}`,
      default: Object.keys(SCENES).join(','),
    },
    'request-rounds': { about: 'rounds of each scene at each server', default: '3' },
    'request-seconds': { about: 'seconds of a round', default: '3' },
    'request-connections': { about: 'connections that send at the same time', default: '12' },
    'request-profile': {
      about: 'folder for CPU profiles of both servers and the dearest statements',
      default: '',
    },
  },
  run,
};

/** Accounts on these take a plain text. */
const TEXT_PLATFORMS = ['x', 'linkedin'];
const WARM_UP_SECONDS = 2;
const GROUPS_TO_READ = 1_000;
/** The own share's goals, in milliseconds. */
const OWN_SHARE: readonly (readonly [Scene, number])[] = [
  [SCENES.create, 10],
  [SCENES.read, 3],
];

async function run({ options, progress }: BenchContext): Promise<BenchResult> {
  const profile = options.text('request-profile');
  const plan: Plan = {
    rounds: options.count('request-rounds'),
    seconds: options.count('request-seconds'),
    connections: options.count('request-connections'),
  };
  const scenes = scenesOf(options.list('request-scenes'));
  progress('starting Postgres, API and floor');
  const stack = await startStack({ sandbox: 'instant', profileDir: profile });
  const [workspace] = await createWorkspaces(stack.db, stack.apiUrl, 1);
  if (workspace === undefined) throw new Error('One workspace was asked for.');
  const accounts = await accountsOf(stack, workspace);
  const gateway: Server = { name: 'gateway', url: stack.apiUrl, child: stack.api };
  const servers = [await startFloor(stack, profile), gateway] as const;
  const empty: Ground = { key: workspace.key, accounts, groupIds: [] };
  await fillPage(gateway, empty);
  const looked = { ...empty, groupIds: await someGroups(stack.db) };
  await checkSameness(stack.db, servers, Object.values(SCENES), looked);
  await warmUp(servers, SCENES.create, empty, plan);
  // Plans follow statistics, which a server that has run for a minute has gathered by itself.
  await stack.db.query('analyze');
  const ground = { ...empty, groupIds: await someGroups(stack.db) };
  const results: SceneResult[] = [];
  for (const scene of scenes) {
    await warmUp(servers, scene, ground, plan);
    progress(`${scene.name}: ${plan.rounds} × ${plan.seconds} s each`);
    results.push(await runScene(stack, servers, { scene, ground, plan }));
    await keepStatements(profile, stack.db, `requests-${scene.name}`);
  }
  progress('own share');
  const shares = await ownShares(gateway, ground, plan.seconds);
  await stack.stop();
  return {
    tables: [ratioTable(results, plan), costTable(results), ownShareTable(shares)],
    goals: goalsOf(results, shares),
  };
}

function scenesOf(names: readonly string[]): Scene[] {
  const known = new Map<string, Scene>(Object.entries(SCENES));
  return names.map((name) => {
    const scene = known.get(name);
    if (scene === undefined) throw new Error(`--request-scenes takes ${[...known.keys()].join(', ')}.`);
    return scene;
  });
}

/** Four accounts, two of each of two providers. */
async function accountsOf(stack: Stack, workspace: Workspace): Promise<Account[]> {
  const sandbox = new SandboxClient(stack.sandboxUrl);
  const connections = [
    ...(await connectAll(sandbox, 'postpost', [workspace])),
    ...(await connectAll(sandbox, 'postato', [workspace])),
  ];
  const accounts = connections.flatMap((connection) =>
    TEXT_PLATFORMS.flatMap(
      (platform) =>
        connection.accounts.find(
          (account) => account.platform === platform && account.status === 'connected',
        ) ?? [],
    ),
  );
  if (accounts.length !== TARGETS)
    throw new Error(`${accounts.length} accounts take a plain text, not ${TARGETS}.`);
  return accounts;
}

/** More than a list shows, so that there is a further page. */
async function fillPage({ url }: Server, ground: Ground): Promise<void> {
  for (let made = 0; made <= LIST_LIMIT; made += 1) await ask(url, SCENES.create, ground);
}

async function warmUp(
  servers: readonly Server[],
  scene: Scene,
  ground: Ground,
  { connections }: Plan,
): Promise<void> {
  for (const { url } of servers) await load({ url, connections, seconds: WARM_UP_SECONDS }, scene, ground);
}

async function someGroups(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(`select id from post_groups limit $1`, [GROUPS_TO_READ]);
  return rows.map(({ id }) => id);
}

async function ownShares({ url }: Server, ground: Ground, seconds: number): Promise<OwnShare[]> {
  const shares: OwnShare[] = [];
  for (const [scene, goalMs] of OWN_SHARE) {
    const { ownMs } = await load({ url, connections: 1, seconds }, scene, ground);
    shares.push({ what: scene.name, own: distributionOf(ownMs), goalMs });
  }
  return shares;
}
