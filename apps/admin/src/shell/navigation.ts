import {
  Building2,
  Cable,
  CalendarDays,
  FileSpreadsheet,
  FileCode,
  Gauge,
  KeyRound,
  ListTree,
  type LucideIcon,
  PenLine,
  Radio,
  ScrollText,
  Webhook,
} from 'lucide-react';
import type { Scope } from '../api/session';
import { texts } from '../texts';

export interface Destination {
  to: string;
  label: string;
  icon: LucideIcon;
  /** Without it the page is not offered. */
  scope: Scope;
}

const { pages } = texts.shell;

export const DESTINATIONS: readonly Destination[] = [
  { to: '/', label: pages.today, icon: Gauge, scope: 'publish:read' },
  { to: '/posts', label: pages.posts, icon: ListTree, scope: 'publish:read' },
  { to: '/compose', label: pages.compose, icon: PenLine, scope: 'publish:write' },
  { to: '/calendar', label: pages.calendar, icon: CalendarDays, scope: 'publish:read' },
  { to: '/imports', label: pages.imports, icon: FileSpreadsheet, scope: 'publish:write' },
  { to: '/connections', label: pages.connections, icon: Cable, scope: 'connections:read' },
  { to: '/manifests', label: pages.manifests, icon: FileCode, scope: 'connections:read' },
  { to: '/webhooks', label: pages.webhooks, icon: Webhook, scope: 'webhooks:read' },
  { to: '/api-keys', label: pages.apiKeys, icon: KeyRound, scope: 'admin' },
  { to: '/audit-log', label: pages.auditLog, icon: ScrollText, scope: 'admin' },
  { to: '/events', label: pages.events, icon: Radio, scope: 'publish:read' },
  { to: '/workspaces', label: pages.workspaces, icon: Building2, scope: 'instance' },
];
