import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function EventsPage() {
  return (
    <Page title={texts.shell.pages.events}>
      <ScopeGate scope="publish:read">{null}</ScopeGate>
    </Page>
  );
}
