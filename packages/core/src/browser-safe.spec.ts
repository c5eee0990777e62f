/** The admin app and the SDK run this package in a browser: nothing of Node may be needed. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => path.join(__dirname, file));

/** What counts as X counts; plain JavaScript without a need for Node or a page. */
const LIBRARIES = ['twitter-text/dist/parseTweet'];

describe('the package', () => {
  it.each(sources.map((file) => [path.relative(__dirname, file), file]))(
    '%s imports only its neighbours',
    (_, file) => {
      const imports = ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles;
      const foreign = imports.filter(({ fileName }) => !/^\.\.?\//.test(fileName));
      expect(foreign.filter(({ fileName }) => !LIBRARIES.includes(fileName))).toEqual([]);
    },
  );

  it('compiles without the types of Node, and without those of a browser', () => {
    const configPath = path.join(__dirname, '..', 'tsconfig.build.json');
    const { config } = ts.readConfigFile(configPath, (file) => ts.sys.readFile(file)) as { config: unknown };
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(configPath));
    expect(fileNames.length).toBe(sources.length);
    expect(options.types).toEqual([]);
    const program = ts.createProgram(fileNames, {
      ...options,
      noEmit: true,
      incremental: false,
      tsBuildInfoFile: undefined,
    });
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  }, 60_000);
});
