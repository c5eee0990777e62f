import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A modal that is open for as long as it is mounted; the focus goes back to what opened it. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  // The library gives it back only when `opened` changes, not when all of it goes.
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && opener instanceof HTMLElement) opener.focus();
    },
    [opener],
  );
  return <Modal opened {...props} />;
}
