/** What they are made of. */
export const packages = {
  ...{ express: '5.3.0', fastify: '5.12.8', hono: '4.13.19', '@hono/node-server': '2.1.9', koa: '3.3.0' },
  ...{ '@nestjs/core': '12.5.1', '@nestjs/common': '12.5.1', '@nestjs/platform-express': '12.5.1' },
  ...{ 'reflect-metadata': '0.2.2', rxjs: '7.8.2', mongoose: '9.12.1', mongodb: '7.9.0' },
  ...{ 'json-server': '0.17.4', serve: '14.2.7' },
};

/** A server that is not the bench's, and how it is compared. */
export interface ForeignServer {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The flags of the one command; absent: a config file is among the files. */
  readonly flags?: readonly string[];
}

const items = 'Array.from({ length: 50 }, (_, id) => ({ id, name: "item" + id }))';
const twoRoutes = ['--get', '/items', '--get', '/items/7'];
const started = (file: string, routes: readonly string[] = twoRoutes) => ['--start', `node ${file}`, ...routes];
const withDatabase = {
  start: 'node server.mjs',
  requests: ['GET /items', 'GET /items/7'],
  arms: { before: '.', after: { env: { SETTING: 'on' } } },
  database: { variable: 'MONGO_URL' },
};

/** A server in the plain style of each framework, and strangers. */
export const cases: readonly ForeignServer[] = [
  {
    name: 'node:http',
    flags: started('server.mjs'),
    files: {
      'server.mjs': `import { createServer } from 'node:http';
const items = ${items};
createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.url === '/items' ? items : items[7]));
}).listen(process.env.PORT ?? 3000);`,
    },
  },
  {
    name: 'Express',
    flags: started('server.mjs'),
    files: {
      'server.mjs': `import express from 'express';
const app = express(), items = ${items};
app.get('/items', (_, response) => response.json(items));
app.get('/items/:id', (request, response) => response.json(items[request.params.id]));
app.listen(3000, () => console.log('listening on 3000'));`,
    },
  },
  {
    name: 'Fastify',
    flags: started('server.mjs'),
    files: {
      'server.mjs': `import fastify from 'fastify';
const app = fastify({ logger: true }), items = ${items};
app.get('/items', () => items);
app.get('/items/:id', (request) => items[request.params.id]);
await app.listen({ port: Number(process.env.PORT) || 3000 });`,
    },
  },
  {
    name: 'Hono',
    flags: started('server.mjs'),
    files: {
      'server.mjs': `import { serve } from '@hono/node-server';
import { Hono } from 'hono';
const app = new Hono(), items = ${items};
app.get('/items', (c) => c.json(items));
app.get('/items/:id', (c) => c.json(items[c.req.param('id')]));
serve({ fetch: app.fetch, port: 8787 });`,
    },
  },
  {
    name: 'Koa',
    flags: started('server.mjs'),
    files: {
      'server.mjs': `import Koa from 'koa';
const app = new Koa(), items = ${items};
app.use((ctx) => { ctx.body = ctx.path === '/items' ? items : items[7]; });
app.listen(process.env.PORT);`,
    },
  },
  {
    name: 'NestJS',
    flags: started('server.cjs'),
    files: {
      // As TypeScript compiles the decorators.
      'server.cjs': `require('reflect-metadata');
const { Controller, Get, Module, Param } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const items = ${items};
class Items { all() { return items; } one(id) { return items[id]; } }
Controller('items')(Items);
Get()(Items.prototype, 'all', Object.getOwnPropertyDescriptor(Items.prototype, 'all'));
Get(':id')(Items.prototype, 'one', Object.getOwnPropertyDescriptor(Items.prototype, 'one'));
Param('id')(Items.prototype, 'one', 0);
class App {}
Module({ controllers: [Items] })(App);
NestFactory.create(App).then((app) => app.listen(process.env.PORT ?? 3000));`,
    },
  },
  {
    name: 'Express with mongoose',
    files: {
      'lotus-bench.config.json': JSON.stringify(withDatabase),
      'server.mjs': `import express from 'express';
import mongoose from 'mongoose';
await mongoose.connect(process.env.MONGO_URL);
const Item = mongoose.model('Item', new mongoose.Schema({ _id: Number, name: String }));
await Item.deleteMany();
await Item.insertMany(${items}.map(({ id, name }) => ({ _id: id, name })));
const app = express();
app.get('/items', async (_, response) => response.json(await Item.find().sort({ _id: 1 }).lean()));
app.get('/items/:id', async (request, response) => response.json(await Item.findById(request.params.id).lean()));
app.listen(process.env.PORT);`,
    },
  },
  {
    name: 'node:http with the MongoDB driver',
    files: {
      'lotus-bench.config.json': JSON.stringify(withDatabase),
      'server.mjs': `import { createServer } from 'node:http';
import { MongoClient } from 'mongodb';
const items = new MongoClient(process.env.MONGO_URL).db().collection('items');
await items.deleteMany({});
await items.insertMany(${items}.map(({ id, name }) => ({ _id: id, name })));
createServer(async (request, response) => {
  const found = request.url === '/items' ? await items.find().sort({ _id: 1 }).toArray() : await items.findOne({ _id: 7 });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(found));
}).listen(process.env.PORT);`,
    },
  },
  {
    name: 'json-server, from npm',
    flags: ['--start', 'npx json-server --port {port} db.json', ...twoRoutes],
    files: {
      'db.json': JSON.stringify({ items: Array.from({ length: 50 }, (_, id) => ({ id, name: `item ${id}` })) }),
    },
  },
  {
    name: 'serve, from npm',
    flags: ['--start', 'npx serve --no-port-switching -l {port} public', '--get', '/', '--get', '/page'],
    files: { 'public/index.html': '<h1>index</h1>', 'public/page.html': '<h1>page</h1>' },
  },
  {
    name: 'Python, http.server',
    flags: ['--start', 'python3 -m http.server {port} --directory public', '--get', '/', '--get', '/page.html'],
    files: { 'public/index.html': '<h1>index</h1>', 'public/page.html': '<h1>page</h1>' },
  },
];
