import { writeFile } from 'node:fs/promises';
import { generatedDocs } from './generated-docs.ts';

// `npm run docs`: writes what is made from the code, so that it can be read without running it.
for (const [path, content] of Object.entries(await generatedDocs())) {
  await writeFile(new URL(`../${path}`, import.meta.url), content);
}
