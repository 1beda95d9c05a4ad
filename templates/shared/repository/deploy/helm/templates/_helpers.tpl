{{- define "app.name" -}}
{{- if eq .Release.Name .Chart.Name -}}
{{- .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "app.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "app.labels" -}}
{{ include "app.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
companyos.io/tier: {{ .Values.tier | quote }}
companyos.io/data-classification: {{ .Values.dataClassification | quote }}
{{- end -}}

{{/* A digest wins over a tag; without either it is the chart's appVersion. */}}
{{- define "app.image" -}}
{{- $image := .image -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository ($image.tag | default .appVersion) -}}
{{- end -}}
{{- end -}}

{{- define "app.version" -}}
{{- if .image.digest -}}
{{- .image.digest | trimPrefix "sha256:" | trunc 12 -}}
{{- else -}}
{{- .image.tag | default .appVersion -}}
{{- end -}}
{{- end -}}

{{/* Instances of both tracks together: as the values say, else as the tier does. */}}
{{- define "app.replicas" -}}
{{- if kindIs "invalid" .Values.replicas -}}
{{- get (dict "tier-1" 3 "tier-2" 2 "tier-3" 1) .Values.tier -}}
{{- else -}}
{{- int .Values.replicas -}}
{{- end -}}
{{- end -}}

{{/*
Instances of the canary. Behind a gateway the weight is of requests, so as many as the tier wants stand behind
it; behind one Service the weight is of instances, and a canary that is to have traffic has at least one.
*/}}
{{- define "app.canaryReplicas" -}}
{{- $all := include "app.replicas" . | int -}}
{{- $weight := int .Values.canary.weight -}}
{{- if not .Values.canary.enabled -}}
0
{{- else if .Values.gateway.enabled -}}
{{- max 1 (div (add (mul $all $weight) 99) 100) -}}
{{- else if eq $weight 0 -}}
0
{{- else -}}
{{- max 1 (div (add (mul $all $weight) 50) 100) -}}
{{- end -}}
{{- end -}}

{{- define "app.stableReplicas" -}}
{{- $all := include "app.replicas" . | int -}}
{{- if or (not .Values.canary.enabled) .Values.gateway.enabled -}}
{{- $all -}}
{{- else if eq (int .Values.canary.weight) 100 -}}
0
{{- else -}}
{{- max 1 (sub $all (include "app.canaryReplicas" . | int)) -}}
{{- end -}}
{{- end -}}

{{/* One pod template for both tracks: a canary that differs in more than its image proves nothing. */}}
{{- define "app.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "app.labels" .root | nindent 4 }}
    app.kubernetes.io/version: {{ include "app.version" (dict "image" .image "appVersion" .root.Chart.AppVersion) | quote }}
    companyos.io/track: {{ .track }}
  annotations:
    prometheus.io/scrape: 'true'
    prometheus.io/path: {{ $values.metrics.path | quote }}
    prometheus.io/port: {{ $values.metrics.port | quote }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "app.name" .root | quote }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ $values.runAsUser }}
    runAsGroup: {{ $values.runAsUser }}
    fsGroup: {{ $values.runAsUser }}
    seccompProfile:
      type: RuntimeDefault
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "app.selector" .root | nindent 10 }}
  {{- with $values.imagePullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . | quote }}
    {{- end }}
  {{- end }}
  containers:
    - name: app
      image: {{ include "app.image" (dict "image" .image "appVersion" .root.Chart.AppVersion) | quote }}
      imagePullPolicy: IfNotPresent
      {{- with $values.command }}
      command:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $values.args }}
      args:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: http
          containerPort: {{ $values.port }}
          protocol: TCP
        {{- if ne (int $values.metrics.port) (int $values.port) }}
        - name: metrics
          containerPort: {{ $values.metrics.port }}
          protocol: TCP
        {{- end }}
      {{- with $values.env }}
      env:
        {{- range $name, $value := . }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
      {{- end }}
      {{- with $values.envFromSecrets }}
      envFrom:
        {{- range . }}
        - secretRef:
            name: {{ . | quote }}
        {{- end }}
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        capabilities:
          drop: [ALL]
      startupProbe:
        httpGet:
          path: {{ $values.probes.liveness }}
          port: http
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: {{ $values.probes.startupFailures }}
      livenessProbe:
        httpGet:
          path: {{ $values.probes.liveness }}
          port: http
        periodSeconds: 10
        timeoutSeconds: 3
        failureThreshold: 3
      readinessProbe:
        httpGet:
          path: {{ $values.probes.readiness }}
          port: http
        periodSeconds: 5
        timeoutSeconds: 6
        failureThreshold: 2
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      {{- with $values.writable }}
      volumeMounts:
        {{- range . }}
        - name: {{ .name }}
          mountPath: {{ .path }}
        {{- end }}
      {{- end }}
  {{- with $values.writable }}
  volumes:
    {{- range . }}
    - name: {{ .name }}
      emptyDir:
        sizeLimit: {{ .size }}
    {{- end }}
  {{- end }}
{{- end -}}
