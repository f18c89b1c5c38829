#!/usr/bin/env bash
# The first process of its own namespaces, called by services.sh: hides what a systemd would change, and becomes one
# that knows only the unit and its check.
set -eu
folder=$1
project=$2
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/ci
mount --rbind "$folder" /mnt/ci
for place in /run /etc/systemd/system /var/lib /var/tmp /etc/credstore; do
  mkdir -p "$place" && mount -t tmpfs -o mode=755 tmpfs "$place"
done
chmod 1777 /var/tmp
mkdir -p /run/ci /run/lock
mount --rbind /mnt/ci /run/ci
mount -t overlay -o lowerdir=/run/ci/local:/usr/local overlay /usr/local
# The groups a real system has for its GPUs.
{ cat /etc/group; for group in video render; do grep -q "^$group:" /etc/group || echo "$group:x:$((RANDOM % 100 + 700)):"; done; } >/run/group
mount --bind /run/group /etc/group
mkdir -p /run/settings && mkdir -p /etc/system-monitor-api && mount --bind /run/settings /etc/system-monitor-api
ip link set lo up
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup

units=/etc/systemd/system
cp "$project/deploy/systemd/system-monitor-api.service" "$units/"
# No journal and none of the system's other units.
mkdir "$units/system-monitor-api.service.d"
printf '[Unit]\nDefaultDependencies=no\n[Service]\nStandardOutput=append:/run/ci/out/log\nStandardError=inherit\n' \
  >"$units/system-monitor-api.service.d/00-here.conf"
printf '[Unit]\nDefaultDependencies=no\nWants=check.service\n' >"$units/check.target"
printf '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/bash %s\nStandardOutput=file:/run/ci/out/report\nStandardError=inherit\nExecStopPost=/bin/kill -s RTMIN+3 1\n' \
  "$project/.ci/services-inside.sh" >"$units/check.service"
# As a systemd has it that is not in a container: credentials are mounted beside it.
mount --make-rshared /
export container=namespaces
exec /lib/systemd/systemd --system --unit=check.target --show-status=no
