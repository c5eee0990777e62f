import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function PostsPage() {
  return (
    <Page title={texts.shell.pages.posts}>
      <ScopeGate scope="publish:read">{null}</ScopeGate>
    </Page>
  );
}
