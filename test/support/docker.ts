import { existsSync } from 'node:fs';
import { type RequestOptions, request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';

const responseMillisecondsMax = 1000;

/**
 * Whether a Docker engine answers where testcontainers would look for one. Asked before that is
 * imported, because it takes a second to load and many more to find out that there is none.
 */
export const isDockerRunning = async (): Promise<boolean> => {
  for (const place of enginePlaces()) {
    if (await answers(place)) return true;
  }
  return false;
};

const enginePlaces = (): readonly RequestOptions[] => {
  const chosen = process.env['DOCKER_HOST'];
  if (chosen !== undefined && URL.canParse(chosen)) {
    const { hostname, port, pathname } = new URL(chosen);
    if (hostname !== '') return [{ host: hostname, port: port === '' ? '2375' : port }];
    return [{ socketPath: pathname }];
  }
  const runtimeDirectory = process.env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtimeDirectory === undefined ? [] : [join(runtimeDirectory, 'docker.sock')]),
    join(homedir(), '.docker/run/docker.sock'),
    join(homedir(), '.docker/desktop/docker.sock'),
    `/run/user/${process.getuid?.() ?? 0}/docker.sock`,
  ]
    .filter((socketPath) => existsSync(socketPath))
    .map((socketPath) => ({ socketPath }));
};

// Any answer will do: an engine that wants TLS answers 400, and testcontainers knows how to greet
// it.
const answers = (place: RequestOptions): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ ...place, path: '/_ping', timeout: responseMillisecondsMax });
    asked.once('response', (response) => {
      response.resume();
      resolve(true);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.once('close', () => resolve(false));
    asked.end();
  });
