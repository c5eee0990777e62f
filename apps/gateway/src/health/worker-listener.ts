import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { MetricsService } from '../metrics/metrics.service';
import { HealthService } from './health.service';

/** Probes of a worker, on `POSTERN_WORKER_PORT`: a worker answers nothing else. */
@Injectable()
export class WorkerListener implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Probes');
  private server: Server | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly health: HealthService,
    private readonly metrics: MetricsService,
  ) {}

  /** @throws where the port is taken */
  async onApplicationBootstrap(): Promise<void> {
    const { workerPort, host } = this.config;
    if (workerPort === null) return;
    const server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.logger.error(`A probe could not be answered: ${String(error)}`);
        response.writeHead(500).end();
      });
    });
    server.listen(workerPort, host);
    await once(server, 'listening');
    this.server = server;
    this.logger.log(`Health and metrics of this worker are at http://${host}:${workerPort}.`);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.server === null) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    switch (request.url?.split('?', 1)[0]) {
      case '/health/live':
        return sendJson(response, 200, { status: 'ok' });
      case '/health/ready': {
        const readiness = await this.health.readiness();
        return sendJson(response, readiness.ready ? 200 : 503, readiness);
      }
      case '/metrics': {
        const text = await this.metrics.text();
        response.writeHead(200, { 'content-type': this.metrics.contentType }).end(text);
        return;
      }
      default:
        response.writeHead(404).end();
    }
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
