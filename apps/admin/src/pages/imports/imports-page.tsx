import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function ImportsPage() {
  return (
    <Page title={texts.shell.pages.imports}>
      <ScopeGate scope="publish:write">{null}</ScopeGate>
    </Page>
  );
}
