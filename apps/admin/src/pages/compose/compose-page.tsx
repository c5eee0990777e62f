import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function ComposePage() {
  return (
    <Page title={texts.shell.pages.compose}>
      <ScopeGate scope="publish:write">{null}</ScopeGate>
    </Page>
  );
}
