#!/usr/bin/env node
import { main } from '../dist/src/embedded-mongo/main.js';

main(process.argv.slice(2));
