/** Port numbers of the server container. */
export interface PortNumbers {
  http: number;
  grpc: number;
  metrics: number;
}

/**
 * Triton's default ports. https://github.com/triton-inference-server/server/blob/main/docs/protocol/README.md
 */
export const PORTS: PortNumbers = { http: 8000, grpc: 8001, metrics: 8002 };
