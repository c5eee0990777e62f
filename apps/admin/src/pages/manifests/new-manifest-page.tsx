import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';

export function NewManifestPage() {
  return (
    <Page title={texts.shell.pages.manifests}>
      <ScopeGate scope="connections:write">{null}</ScopeGate>
    </Page>
  );
}
