import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function ConnectionPage() {
  return (
    <Page title={texts.shell.pages.connections}>
      <ScopeGate scope="connections:read">{null}</ScopeGate>
    </Page>
  );
}
