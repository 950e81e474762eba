/** The server made a slice impossible: it broke or refused its connections, over and over. No fault of the bench. */
export class ServerFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ServerFault';
  }
}
