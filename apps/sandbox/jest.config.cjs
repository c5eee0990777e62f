// Tests look at real sockets and real time: a busy machine must not make them fail.
module.exports = { ...require('../../jest.preset.cjs')(__dirname), testTimeout: 20_000 };
