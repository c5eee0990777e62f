module.exports = {
  ...require('../../jest.preset.cjs')(__dirname),
  // The last of its lane, and the longest: by then a processor is free.
  maxWorkers: 2,
};
