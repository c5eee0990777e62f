import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { texts } from './texts';

const gate: MantineColorsTuple = [
  '#eef6fb',
  '#dcebf5',
  '#b5d6ec',
  '#8bc0e2',
  '#69addb',
  '#4a9bd0',
  '#3385bb',
  '#266fa1',
  '#1f5f8b',
  '#154a6f',
];

/** The library's, but for the last three: white is legible on them, also while the pointer is over a button. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#ff6b6b',
  '#fa5252',
  '#d42f2f',
  '#c92a2a',
  '#a51d1d',
];

/** Half way between black's and white's contrast: above it text on a filled colour is black, below white. */
const EQUAL_CONTRAST = 0.179;

/** The cross says nothing to those who do not see it. */
const named = { closeButtonProps: { 'aria-label': texts.common.close } };

export const theme = createTheme({
  primaryColor: 'gate',
  colors: { gate, red },
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  luminanceThreshold: EQUAL_CONTRAST,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: { Modal: { defaultProps: named }, Notification: { defaultProps: named } },
});

/** The library's own greys for lesser text miss 4.5 : 1 (WCAG AA). */
export const cssVariables: CSSVariablesResolver = (own) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': own.colors.gray[7],
    '--mantine-color-placeholder': own.colors.gray[7],
    '--mantine-color-error': own.colors.red[9],
    '--mantine-color-anchor': own.colors.gate?.[8] ?? own.black,
  },
  dark: {
    '--mantine-color-dimmed': own.colors.dark[1],
    '--mantine-color-placeholder': own.colors.dark[2],
    '--mantine-color-error': own.colors.red[4],
    '--mantine-color-anchor': own.colors.gate?.[4] ?? own.white,
  },
});
