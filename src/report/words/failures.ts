import type {
  AnswerDifference,
  DatabaseFailure,
  Exhaustion,
  Failure,
  GeneratorFailure,
  LastAnswer,
  NotReadyCause,
  ProcessEnd,
  ServerFailure,
  WrongAnswersCause,
} from '../../model/failure.js';
import type { RequestFailure, RequestFault } from '../../model/request-failure.js';
import { leaveOut, partsText } from './answers.js';
import { formatWholeShare } from './format.js';

/** One that is told by its numbers. */
type Counted<F extends Failure> = Exclude<F, { readonly told: string }>;

/** `exited with code 1`, `ended by SIGKILL`. */
function endOfProcess(end: ProcessEnd): string {
  return end.kind === 'killed' ? `ended by ${end.signal}` : `exited with code ${end.code}`;
}

function faultText(fault: RequestFault): string {
  switch (fault.kind) {
    case 'status':
      return `expected status ${fault.expected}, got ${fault.got}`;
    case 'length':
      return `expected ${fault.expected} bytes, got ${fault.got}`;
    case 'lacks':
      return `the body lacks ${fault.text}`;
    case 'cut-off':
      return `the body ended after ${fault.bytes} bytes`;
    case 'no-answer':
      return `no answer within ${fault.withinMs} ms`;
    case 'refused':
      return 'the connection was refused';
    case 'reset':
      return 'the connection was reset';
    case 'closed':
      return 'the connection was closed without an answer';
    case 'connection-failed':
      return `the connection failed: ${fault.message}`;
    case 'told':
      return fault.text;
  }
}

/** `detail (GET /videos/1): expected status 200, got 500` */
function requestFailureText(failure: RequestFailure | undefined): string {
  if (!failure) return 'no example was kept';
  const { request, fault } = failure;
  const name = request ? `${request.className} (${request.method} ${request.path}): ` : '';
  return name + faultText(fault);
}

function lastAnswerText({ got }: LastAnswer, expectedStatus: number): string {
  if (got === 'none') return 'got no answer';
  return 'status' in got ? `answered ${got.status} instead of ${expectedStatus}` : `got no answer (${got.errorCode})`;
}

function notReadyText(cause: NotReadyCause, who: string): string {
  if (cause.kind === 'cannot-start') return `${cause.program} cannot be started: ${cause.message}`;
  if (cause.kind === 'ended') return `${who} ${endOfProcess(cause.end)} before it was ready`;
  if (cause.kind === 'https')
    return `${who} speaks HTTPS on port ${cause.port}, which lotus-bench does not: have it serve plain HTTP while it is measured`;
  if (cause.kind === 'socket-file')
    return `${who} listens on the socket file ${cause.path} and on no port: have it listen on the port in PORT, or write {port} where it takes one`;
  if (cause.kind === 'unheard')
    return `${who} listens on port ${cause.port}, but is not the Node that its command begins with: name the program itself, as in --start "python3 server.py"`;
  if (cause.kind === 'own-port')
    return `${who} listens on port ${cause.port}, not on ${cause.givenPort} as it was told, and two of it cannot do so at once: have it take PORT, or write {port} into its command`;
  const { listeners, path, expectedStatus, afterMs } = cause;
  const late = `${who} was not ready after ${afterMs / 1000} s`;
  if (listeners.length === 0) return `${late}: it never listened on a port`;
  const answers = listeners.map((each) => {
    const text = lastAnswerText(each, expectedStatus);
    return listeners.length === 1 ? text : `${text} on port ${each.port}`;
  });
  return `${late}: GET ${path} ${answers.join(', ')}`;
}

function differenceText(difference: AnswerDifference, referenceName: string): string {
  if (difference.kind === 'missing') return 'not at all';
  if (difference.kind === 'parts') return partsText(difference);
  if (difference.kind === 'body') return `another body of the same length (${leaveOut('true')})`;
  if (difference.kind === 'bodyBytes')
    return `${difference.got} bytes, ${referenceName} has ${difference.expected} (${leaveOut('true')})`;
  return `${difference.kind} ${difference.got}, ${referenceName} has ${difference.expected}`;
}

function wrongAnswersText(cause: WrongAnswersCause, who: string): string {
  switch (cause.kind) {
    case 'failed-requests':
      return `${cause.failureCount} of ${cause.requestCount} requests failed; the first: ${requestFailureText(cause.first)}`;
    case 'no-answer':
      return requestFailureText(cause.first);
    case 'differs': {
      const { className, path, difference, referenceName } = cause;
      return `${who} answers ${className} (${path}) differently: ${differenceText(difference, referenceName)}`;
    }
    case 'login-failed':
      return `nobody could be logged in: ${requestFailureText(cause.first)}`;
    case 'no-token':
      return `the login (${cause.path}) was answered, but not with JSON that has ${cause.token}; mend login.token`;
    case 'broken-connections':
      return `the server refused or broke ${cause.count} connections; the first: ${requestFailureText(cause.first)}`;
  }
}

const exhaustions: Readonly<Record<Exhaustion, string>> = {
  'own-descriptors': 'the load generator has no file descriptor left',
  'machine-descriptors': 'the machine has no file descriptor left',
  'local-ports': 'the machine has no local port left',
};

function serverText(failure: Counted<ServerFailure>, who: string): string {
  switch (failure.kind) {
    case 'not-ready':
      return notReadyText(failure.cause, who);
    case 'server-died':
      return failure.end.kind === 'unseen'
        ? `${who} ended (process ${failure.end.pid}), though what started it still runs`
        : `${who} ${endOfProcess(failure.end)}`;
    case 'server-silent': {
      const { cause, pid } = failure;
      const why =
        cause.kind === 'channel-closed'
          ? 'its report channel was closed'
          : `it did not answer within ${Math.round(cause.withinMs / 1000)} s`;
      return `${who} runs (process ${pid}), but cannot be asked: ${why}`;
    }
    case 'wrong-answers':
      return wrongAnswersText(failure.cause, who);
    case 'no-responses':
      return `no answer in ${Math.round(failure.afterMs)} ms`;
  }
}

function generatorText(failure: Counted<GeneratorFailure>): string {
  switch (failure.kind) {
    case 'generator-saturated':
      return `the load generator used ${formatWholeShare(failure.cpuShare)} of a core`;
    case 'generator-late': {
      const { cause } = failure;
      return cause.kind === 'not-sent'
        ? `${cause.sentCount} of ${cause.plannedCount} planned requests were sent`
        : `${formatWholeShare(cause.lateShare)} of the requests were sent late`;
    }
    case 'generator-out-of-resources':
      return exhaustions[failure.resource];
  }
}

function databaseText(failure: DatabaseFailure): string {
  if (failure.kind === 'seeding-failed') return `seeding the database failed: ${failure.cause.message}`;
  const { cause, source } = failure;
  if (cause.kind === 'ended') return `the database (${source}) ${endOfProcess(cause.end)}`;
  return cause.kind === 'no-answer'
    ? `the database (${source}) does not answer: no answer within ${Math.round(cause.withinMs / 1000)} s`
    : `the database (${source}) does not answer: ${cause.message}`;
}

/** What happened, in one line; `armName`: whose server it was. */
export function failureText(failure: Failure, armName = ''): string {
  if ('told' in failure) return failure.told;
  const who = armName === '' ? 'the server' : `the ${armName} server`;
  switch (failure.kind) {
    case 'database-died':
    case 'seeding-failed':
      return databaseText(failure);
    case 'link-died':
      return `the process that carries the links ${endOfProcess(failure.end)}`;
    case 'generator-saturated':
    case 'generator-late':
    case 'generator-out-of-resources':
      return generatorText(failure);
    default:
      return serverText(failure, who);
  }
}
