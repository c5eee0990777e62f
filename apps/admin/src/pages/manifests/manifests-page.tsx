import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function ManifestsPage() {
  return (
    <Page title={texts.shell.pages.manifests}>
      <ScopeGate scope="connections:read">{null}</ScopeGate>
    </Page>
  );
}
