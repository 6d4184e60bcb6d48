import type { Request, Response } from 'express';
import express from 'express';
import { parse } from 'secure-json-parse';
import type { Fault } from '#domain/shared/errors.ts';
import type { JsonLimits } from '#interfaces/http/request/json-text.ts';
import { jsonFaults, judgeJsonText } from '#interfaces/http/request/json-text.ts';
import {
  bodyTooLarge,
  malformedBody,
  notJson,
  unsupportedEncoding,
} from '#interfaces/http/request/protocol-error.ts';
import { headerOf } from '#interfaces/http/request/request-headers.ts';

export const bodyBytesMax = 1_048_576;

const readRaw = express.raw({ type: () => true, limit: bodyBytesMax });
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const json = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?$/i;

/**
 * Reads the body as strict JSON in strict UTF-8.
 * @throws {ProtocolError} 400, 413 or 415
 * @throws {InvalidRequest} of what only the text shows: see `judgeJsonText`
 */
export const readJsonBody = async (request: Request, response: Response): Promise<unknown> => {
  if (!json.test(headerOf(request, 'content-type') ?? '')) throw notJson();
  const text = textOf(await readBytes(request, response));
  judgeJsonText(text);
  return valueOf(text);
};

/**
 * As `readJsonBody`, of whichever media type and with limits of its own, for a body whose parts are
 * judged one by one: the faults that only the text shows are given, and not thrown.
 * @throws {ProtocolError} 400 or 413
 * @throws {InvalidRequest} of more than the limits
 */
export const readJudgedJson = async (
  request: Request,
  response: Response,
  limits: JsonLimits,
): Promise<{ readonly value: unknown; readonly faults: readonly Fault[] }> => {
  const text = textOf(await readBytes(request, response));
  const faults = jsonFaults(text, limits);
  // A part with a forbidden name has a fault, and is read for no more than its id.
  return { value: valueOf(text, limits.isOfParts === true ? 'remove' : 'error'), faults };
};

const valueOf = (text: string, onForbidden: 'error' | 'remove' = 'error'): unknown => {
  try {
    // A key like __proto__ is an attack or a mistake: refused, never quietly dropped.
    return parse(text, { protoAction: onForbidden, constructorAction: onForbidden });
  } catch {
    throw notValid();
  }
};

const textOf = (bytes: Buffer): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw notValid();
  }
};

const notValid = () => malformedBody('The body is not valid JSON in UTF-8.');

const readBytes = (request: Request, response: Response): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    readRaw(request, response, (error: unknown) => {
      if (error === undefined)
        resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      else reject(toProtocolError(error));
    });
  });

// The errors of body-parser (https://www.npmjs.com/package/http-errors), in our words.
const toProtocolError = (error: unknown): unknown => {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return bodyTooLarge(bodyBytesMax);
  if (status === 415) return unsupportedEncoding();
  if (status === 400) return malformedBody('The body could not be read to its end.');
  return error;
};
