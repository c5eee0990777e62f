import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function CalendarPage() {
  return (
    <Page title={texts.shell.pages.calendar}>
      <ScopeGate scope="publish:read">{null}</ScopeGate>
    </Page>
  );
}
