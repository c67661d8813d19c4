// The import rules of the design. `npm run check` runs them, and a test breaks each once to see that it bites.
const own = (message) => ({ severity: 'error', comment: message });

export default {
  forbidden: [
    {
      name: 'apps-never-import-apps',
      ...own('Services talk by events and HTTP. What two of them use belongs in a lib.'),
      from: { path: '^apps/([^/]+)/' },
      // A test may play the outside world with the stand-ins.
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/stand-ins/src/'] },
    },
    {
      name: 'only-tests-import-stand-ins',
      ...own('No service knows the parts that play the outside world.'),
      from: { path: '^(apps/(?!stand-ins/)[^/]+/src|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^apps/stand-ins/' },
    },
    {
      name: 'libs-never-import-apps',
      ...own('A lib is mechanism: it knows no service.'),
      from: { path: '^libs/' },
      to: { path: '^(apps|scripts|tests|bench)/', pathNot: '^apps/stand-ins/' },
    },
    {
      name: 'contracts-import-zod-only',
      ...own('Contracts are words that every service reads; they depend on nothing else.'),
      from: { path: '^libs/contracts/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/contracts/src/', '^node_modules/zod/'] },
    },
    {
      name: 'civil-registry-is-pure',
      ...own('The law needs no clock, network or disk.'),
      from: { path: '^libs/civil-registry/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/civil-registry/src/', '^node_modules/(zod|idn-area-data)/'] },
    },
    {
      name: 'only-messaging-imports-amqplib',
      ...own('The broker is spoken to in one place.'),
      from: { pathNot: ['^libs/(messaging|testing)/', '\\.spec\\.ts$', '^(tests|bench|scripts)/'] },
      to: { path: '^node_modules/(@types/)?amqplib' },
    },
    {
      name: 'pure-cores-import-nothing-outside',
      ...own(
        'The file named like its folder is the pure core of a thing; so are all checks and all messages. They use the law and themselves.',
      ),
      from: {
        path: ['^apps/([^/]+)/src/([^/]+)/\\2\\.ts$', '^apps/([^/]+)/src/(checks|catalogue)/'],
        pathNot: '\\.spec\\.ts$',
      },
      // A type costs nothing at run time.
      to: {
        pathNot: ['^apps/$1/src/$2/', '^libs/(civil-registry|contracts)/', '^node_modules/zod/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-way-around-a-lib',
      ...own('A lib is used through its index: import from #name.'),
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$1/'] },
    },
    {
      name: 'no-way-around-a-lib',
      ...own('A lib is used through its index: import from #name.'),
      from: { path: '^(apps|tests|bench)/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'testing-is-for-tests',
      ...own('What only tests use stays out of what runs.'),
      from: { path: '^(apps|libs)/(?!testing/)', pathNot: ['\\.spec\\.ts$', '/test/'] },
      to: { path: ['^libs/testing/', '^node_modules/(@jest|jest|fast-check|@nestjs/testing|playwright-core)'] },
    },
    {
      name: 'no-cycles',
      ...own('Two files that need each other are one file, or three.'),
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolvable',
      ...own('An import that leads nowhere.'),
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
