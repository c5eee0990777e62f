import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function WebhookEndpointPage() {
  return (
    <Page title={texts.shell.pages.webhooks}>
      <ScopeGate scope="webhooks:read">{null}</ScopeGate>
    </Page>
  );
}
