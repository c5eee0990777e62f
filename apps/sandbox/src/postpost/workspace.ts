import { randomBytes } from 'node:crypto';
import type { SimContext } from '../frame/simulator';
import { Refusal } from './refusal';
import { isObjectId, objectId, type ManagedUser, type PostpostState } from './state';

const DAY_MS = 86_400_000;
/** The workspace guide says 90 days, the OpenAPI file 7. */
const DEFAULT_URL_DAYS = 90;

export function userView(user: ManagedUser): Record<string, unknown> {
  const { parentUser: _parent, createdAt: _createdAt, ...shown } = user;
  return { ...shown, role: 'managed', dailyPostsLeft: 100 };
}

export function managedUsers(state: PostpostState, ownerId: string): ManagedUser[] {
  return state.users.filter(({ parentUser }) => parentUser === ownerId);
}

export function createUser(
  state: PostpostState,
  { ownerId, createdAt }: { readonly ownerId: string; readonly createdAt: string },
  body: unknown,
): ManagedUser {
  const { username, displayName } = (body ?? {}) as { username?: unknown; displayName?: unknown };
  if (typeof username !== 'string' || username.trim() === '') throw Refusal.because(400, 'Email is required');
  if (state.users.some((user) => user.username === username)) {
    throw Refusal.because(409, 'User with this email already exists');
  }
  const user: ManagedUser = {
    _id: objectId(),
    username,
    displayName: typeof displayName === 'string' && displayName !== '' ? displayName : username,
    parentUser: ownerId,
    connectionsPageUrl: null,
    connectionsPageTokenExpiresAt: null,
    createdAt,
  };
  state.users.push(user);
  return user;
}

/** The record stays; it only belongs to nobody any more. */
export function detachUser(state: PostpostState, ownerId: string, id: string): void {
  managedUser(state, ownerId, id).parentUser = null;
}

/** Any earlier key of this user dies. */
export function createUserKey(state: PostpostState, ownerId: string, id: string): string {
  const user = managedUser(state, ownerId, id);
  state.keys = Object.fromEntries(Object.entries(state.keys).filter(([, userId]) => userId !== user._id));
  const key = `sk_${Date.now().toString(36)}_${randomBytes(8).toString('hex')}.${randomBytes(16).toString('hex')}`;
  state.keys[key] = user._id;
  return key;
}

export function connectionUrl(
  { clock, baseUrl }: SimContext,
  user: ManagedUser,
  body: unknown,
): { url: string; tokenExpiresAt: string } {
  const { expiresInDays, rotate } = (body ?? {}) as { expiresInDays?: unknown; rotate?: unknown };
  const { connectionsPageUrl: url, connectionsPageTokenExpiresAt: expiresAt } = user;
  const valid = url !== null && expiresAt !== null && Date.parse(expiresAt) > clock.now();
  if (valid && rotate !== true) return { url, tokenExpiresAt: expiresAt };
  const days = typeof expiresInDays === 'number' && expiresInDays > 0 ? expiresInDays : DEFAULT_URL_DAYS;
  const fresh = `${baseUrl()}/postpost/connect/${randomBytes(16).toString('hex')}`;
  user.connectionsPageUrl = fresh;
  user.connectionsPageTokenExpiresAt = clock.iso(clock.now() + days * DAY_MS);
  return { url: fresh, tokenExpiresAt: user.connectionsPageTokenExpiresAt };
}

export function managedUser(state: PostpostState, ownerId: string, id: string): ManagedUser {
  // The text of this 400 is not documented.
  if (!isObjectId(id)) throw Refusal.because(400, 'Invalid userId');
  const user = managedUsers(state, ownerId).find(({ _id }) => _id === id);
  if (user === undefined) throw Refusal.because(404, 'User not found or not managed by this key');
  return user;
}
