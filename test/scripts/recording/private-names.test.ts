import t from 'tap';
import { Masking } from '../../../scripts/recording/masking.js';
import { hidePrivateNames } from '../../../scripts/recording/private-names.js';

const nothing = { hostname: 'localhost', user: 'root', mountinfo: '', cgroup: '', versions: '' };

void t.test('the names of the machine and of the user are hidden, ordinary ones are not', (t) => {
  const masking = new Masking();
  hidePrivateNames(masking, { ...nothing, hostname: 'tower.example.org', user: 'anna' });
  t.equal(masking.mask('anna tower tower.example.org'), 'user-1 host-2 host-1');
  const ordinary = new Masking();
  hidePrivateNames(ordinary, nothing);
  t.equal(ordinary.mask('root localhost'), 'root localhost');
  t.end();
});

void t.test('groups that somebody named are hidden, those of systemd and containers are not', (t) => {
  const masking = new Masking();
  const cgroup = '3:cpu:/payroll/x\n0::/system.slice/docker.service\n';
  hidePrivateNames(masking, { ...nothing, cgroup });
  t.equal(masking.mask('sys/fs/cgroup/cpu/payroll/x/cpu.stat'), 'sys/fs/cgroup/cpu/group-1/group-2/cpu.stat');
  t.equal(masking.mask(cgroup), '3:cpu:/group-1/group-2\n0::/system.slice/docker.service\n');
  t.end();
});

void t.test('servers and their shares are hidden, also names chosen for a file system', (t) => {
  const masking = new Masking();
  const mountinfo = [
    '55 29 0:43 / /data rw shared:37 - nfs4 nas.example.org:/export/salaries rw,addr=10.1.2.3',
    '56 29 0:44 / /data2 rw shared:38 - cifs //filer/salaries rw,username=anna',
    '57 29 0:45 / /data3 rw - fuse.rclone customers: rw',
    '58 29 0:46 / /run rw - tmpfs tmpfs rw',
    '59 29 259:2 / / rw - ext4 /dev/nvme0n1p2 rw',
    '60 29 0:47 / /tank rw - zfs tank/models rw',
  ].join('\n');
  hidePrivateNames(masking, { ...nothing, mountinfo });
  t.strictSame(masking.mask(mountinfo).split('\n'), [
    '55 29 0:43 / /data rw shared:37 - nfs4 host-1:/share-1 rw,addr=192.0.2.1',
    '56 29 0:44 / /data2 rw shared:38 - cifs //host-2/share-2 rw,username=user-1',
    '57 29 0:45 / /data3 rw - fuse.rclone source-1 rw',
    '58 29 0:46 / /run rw - tmpfs tmpfs rw',
    '59 29 259:2 / / rw - ext4 /dev/nvme0n1p2 rw',
    '60 29 0:47 / /tank rw - zfs tank/models rw',
  ]);
  t.end();
});
