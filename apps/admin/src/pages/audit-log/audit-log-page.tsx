import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function AuditLogPage() {
  return (
    <Page title={texts.shell.pages.auditLog}>
      <ScopeGate scope="admin">{null}</ScopeGate>
    </Page>
  );
}
