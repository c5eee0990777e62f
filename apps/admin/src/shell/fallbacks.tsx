import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state';
import { Page } from '../components/page';
import { texts } from '../texts';

const words = texts.shell;

export function NotFound() {
  return (
    <Page title={words.notFound}>
      <EmptyState
        title={words.notFoundHint}
        action={<Button renderRoot={(props) => <Link to="/" {...props} />}>{words.toToday}</Button>}
      />
    </Page>
  );
}

/** A defect of ours in one page; the frame stays. */
export function Crashed() {
  return (
    <Page title={words.crashed}>
      <EmptyState
        title={words.crashedHint}
        action={<Button onClick={() => window.location.reload()}>{words.reload}</Button>}
      />
    </Page>
  );
}
