import { outlast } from './outlast';

const away = Object.assign(new Error('terminating connection'), { code: '57P01' });

describe('outlast', () => {
  it('asks again until the database answers', async () => {
    const ask = jest.fn().mockRejectedValueOnce(away).mockResolvedValue('answer');
    await expect(outlast(ask, 5_000)).resolves.toBe('answer');
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('gives up after its time, and at once on anything else', async () => {
    await expect(outlast(() => Promise.reject(away), 0)).rejects.toBe(away);
    const ask = jest.fn().mockRejectedValue(new Error('a wrong question'));
    await expect(outlast(ask, 5_000)).rejects.toThrow('a wrong question');
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
