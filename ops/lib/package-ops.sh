# shellcheck shell=bash disable=SC2154
# The Debian package of the operators' command, with the timer that seals the log. Sourced by ops/package, whose variables it uses.

# Its scripts, from one text each: with DPKG_ROOT (an image is built) only files matter.
ops_scripts() {
  install -d "$1/DEBIAN"
  cat >"$1/DEBIAN/postinst" <<'SCRIPT'
#!/bin/sh
set -e

if [ "$1" = configure ]; then
  if [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    if [ -e /etc/ticketflow/seal-postgres ]; then
      systemctl enable --now --quiet ticketflow-seal.timer
    else
      echo "ticketflow-ops: to seal the log daily, put the connection string of ticketflow_auditor into /etc/ticketflow/seal-postgres"
      echo "(root, mode 0600), then: systemctl enable --now ticketflow-seal.timer"
    fi
  fi
fi
SCRIPT
  cat >"$1/DEBIAN/prerm" <<'SCRIPT'
#!/bin/sh
set -e

if [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
  case "$1" in
    remove | deconfigure) systemctl disable --now --quiet ticketflow-seal.timer || true ;;
  esac
fi
SCRIPT
  cat >"$1/DEBIAN/postrm" <<'SCRIPT'
#!/bin/sh
set -e

if [ "$1" = purge ]; then
  rm -f "$DPKG_ROOT/etc/ticketflow/seal-postgres"
fi
if [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
fi
SCRIPT
  chmod 0755 "$1/DEBIAN/postinst" "$1/DEBIAN/prerm" "$1/DEBIAN/postrm"
}

build_ops_deb() {
  command -v dpkg-deb >/dev/null || { say "ops-deb: not built: there is no dpkg-deb here"; return 1; }
  local tree="$work/ops-deb" home="$work/ops-deb/usr/lib/ticketflow-ops" papers="$work/ops-deb/usr/share/doc/ticketflow-ops"
  publish ops/Tool ops-deb "$home" -r linux-x64 -p:RuntimeIdentifiers=linux-x64 --self-contained -p:PublishReadyToRun=true || return 1
  find "$home" -name '*.pdb' -delete
  find "$home" -type f -exec chmod 0644 {} +
  chmod 0755 "$home/ticketflow-ops"
  [[ -e $home/createdump ]] && chmod 0755 "$home/createdump"
  install -d "$tree/usr/bin" "$tree/etc/ticketflow"
  ln -s ../lib/ticketflow-ops/ticketflow-ops "$tree/usr/bin/ticketflow-ops"
  install -D -m 0644 -t "$tree/lib/systemd/system" "$tf_root/ops/units/ticketflow-seal.service" "$tf_root/ops/units/ticketflow-seal.timer"
  install -D -m 0644 -t "$papers" "$tf_root/docs/runbooks/seals.md"
  sed 's:usr/lib/ticketflow/:usr/lib/ticketflow-ops/:' "$tf_root/ops/lib/debian/copyright" >"$papers/copyright"
  ops_scripts "$tree"
  cat >"$tree/DEBIAN/control" <<CONTROL
Package: ticketflow-ops
Version: $version
Architecture: amd64
Maintainer: TicketFlow <ticketflow@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Section: admin
Priority: optional
Depends: libc6 (>= 2.31), libgcc-s1, libssl3, libstdc++6, zlib1g, ca-certificates
Recommends: systemd
Description: operators' command of the TicketFlow print system
 Looks into the event log behind every decision, replays it, registers
 printers and agents, and makes invoices. A timer seals the log daily, so
 that a later change of it shows.
CONTROL
  find "$tree" -type d -exec chmod 0755 {} +
  ops_deb="$out/ticketflow-ops_${version}_amd64.deb"
  SOURCE_DATE_EPOCH="$(git -C "$tf_root" log -1 --format=%ct)" dpkg-deb --root-owner-group -Zxz --build "$tree" "$ops_deb" >/dev/null
  say "$ops_deb ($(du -h "$ops_deb" | cut -f1))"
}

# Installs, runs, removes and purges it in an empty root, as ops/package does with the agent's.
check_ops_deb() {
  local root="$work/ops-root" output
  mkdir -p "$root/var/lib/dpkg"
  : >"$root/var/lib/dpkg/status"
  local dpkg=(dpkg --root="$root" --force-script-chrootless --force-depends --force-not-root --log="$work/dpkg.log")
  "${dpkg[@]}" -i "$ops_deb" >"$work/dpkg.out" 2>&1 || { cat "$work/dpkg.out" >&2; fail "the package cannot be installed"; }
  output="$("$root/usr/lib/ticketflow-ops/ticketflow-ops" chain --help)" || fail "the installed command does not run"
  [[ $output == *"chain seal"* ]] || fail "the installed command does not explain itself"
  if command -v systemd-analyze >/dev/null; then
    systemd-analyze --root="$root" verify "$root/lib/systemd/system/ticketflow-seal.service" \
      "$root/lib/systemd/system/ticketflow-seal.timer" || true
  fi
  : >"$root/etc/ticketflow/seal-postgres"
  "${dpkg[@]}" -r ticketflow-ops >>"$work/dpkg.out" 2>&1 || fail "the package cannot be removed"
  [[ -e $root/etc/ticketflow/seal-postgres && ! -e $root/usr/lib/ticketflow-ops ]] || fail "removing left the programs, or took the settings"
  "${dpkg[@]}" -P ticketflow-ops >>"$work/dpkg.out" 2>&1 || fail "the package cannot be purged"
  [[ ! -e $root/etc/ticketflow/seal-postgres ]] || fail "purging left the account"
  say "ticketflow-ops installed, ran, removed and purged in an empty root"
}
