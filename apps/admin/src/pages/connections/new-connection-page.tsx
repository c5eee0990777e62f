import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function NewConnectionPage() {
  return (
    <Page title={texts.shell.pages.connections}>
      <ScopeGate scope="connections:write">{null}</ScopeGate>
    </Page>
  );
}
