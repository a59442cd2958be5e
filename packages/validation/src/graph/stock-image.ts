import { imageName } from './image-name.ts';
import type { WorkloadContainer } from './workload.ts';

/** What is known of an image that many run as it is. */
export interface StockImage {
  name: string;
  /** Its entry point runs its arguments as a command; otherwise a program of its own gets them. */
  runsArguments: boolean;
}

/** The image of a container, if its tag is one of those that its maker publishes. */
export function stockImage(owner: WorkloadContainer): StockImage | undefined {
  const { name, tag } = imageName(owner);
  const known = STOCK.find((image) => image.name === name);
  return known?.tag.test(tag) === true ? { name, runsArguments: known.runsArguments } : undefined;
}

/** Whether a path may be one of a stock image's own: the folders that Linux has, and those that the images add. */
export function mayBeInImage(path: string): boolean {
  const [, first = ''] = path.split('/');
  return FOLDERS.includes(first);
}

const RELEASE = /^(?:v?\d+(?:\.\d+)*|latest)$/;
const SYSTEM = /^(?:|stable(?:-.*)?|latest|v?\d+(?:\.\d+)*(?:-[a-z0-9.-]+)?|[a-z]+(?:-slim)?)$/;

const STOCK = [
  { name: 'tritonserver', tag: /^\d{2}\.\d{2}-[a-z0-9-]+$/, runsArguments: true },
  { name: 'rclone', tag: RELEASE, runsArguments: false },
  ...['alpine', 'busybox', 'debian', 'ubuntu'].map((name) => ({ name, tag: SYSTEM, runsArguments: true })),
];

const FOLDERS =
  'bin boot config data dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var workspace'.split(
    ' ',
  );
