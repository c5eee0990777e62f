import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { useCan } from '../../api/session';
import { texts } from '../../texts';
import { EarlierImports } from './earlier-imports';
import { NewImport } from './new-import';

export function ImportsPage() {
  const can = useCan();
  return (
    <Page title={texts.shell.pages.imports} hint={texts.imports.hint}>
      <ScopeGate scope="publish:write">
        <NewImport />
      </ScopeGate>
      {can('publish:read') && <EarlierImports />}
    </Page>
  );
}
