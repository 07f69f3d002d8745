# shellcheck shell=bash
# Building, for the scripts that build. Source it after common.sh.

# Nothing of a build stays behind: no waiting compiler, no waiting build nodes, no telemetry.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
build_options=(-c Release -nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false)

# build_release PROJECT LOG: restores exactly what the lock files say and builds; prints the log only when it fails.
build_release() {
  mkdir -p "$(dirname "$2")"
  dotnet build "$1" "${build_options[@]}" -p:RestoreLockedMode=true -warnaserror >"$2" 2>&1 && return
  tail -n 60 "$2" >&2
  fail "the build of ${1#"$tf_root"/} failed; the whole log is $2"
}
