import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function TodayPage() {
  return (
    <Page title={texts.shell.pages.today}>
      <ScopeGate scope="publish:read">{null}</ScopeGate>
    </Page>
  );
}
