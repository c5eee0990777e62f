import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function ApiKeysPage() {
  return (
    <Page title={texts.shell.pages.apiKeys}>
      <ScopeGate scope="admin">{null}</ScopeGate>
    </Page>
  );
}
