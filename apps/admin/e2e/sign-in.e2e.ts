import { inspect, newPage } from './harness';
describe('signing in', () => {
  it('looks well', async () => {
    const page = await newPage({ path: '/posts?status=failed' });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await inspect(page, 'sign-in');
  });
});
