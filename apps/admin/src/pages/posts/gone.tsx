import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state';
import { Page } from '../../components/page';
import { texts } from '../../texts';

/** A group or a post that is not there, or is another workspace's: the two look the same. */
export function Gone({ title }: { title: string }) {
  return (
    <Page title={title}>
      <EmptyState
        title={texts.postDetails.goneHint}
        action={
          <Button mt="xs" renderRoot={(props) => <Link to="/posts" {...props} />}>
            {texts.postDetails.toPosts}
          </Button>
        }
      />
    </Page>
  );
}
