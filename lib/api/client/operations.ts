// Generated from /api/v1/openapi.json; a refused call has a Problem, whatever its status.
// After a change of operations: npx vitest run --project unit lib/api/client -u

export interface paths {
  "/addresses": {
    /** The addresses and User-Agents with which Mooring visits shops; needs no token */
    get: operations["getAddresses"];
  };
  "/audit": {
    /** The audit log, newest first */
    get: operations["listAudit"];
  };
  "/channels": {
    /** Notification channels */
    get: operations["listChannels"];
    /** Add a channel; only this response contains the signing secret of a webhook */
    post: operations["addChannel"];
  };
  "/channels/{channelId}": {
    /** Choose which messages a channel gets */
    patch: operations["changeChannel"];
  };
  "/channels/{channelId}/deliveries": {
    /** Events sent to a webhook, with its answers, newest first */
    get: operations["listEventDeliveries"];
  };
  "/channels/{channelId}/deliveries/{eventId}/send": {
    /** Send an event to a webhook again */
    post: operations["resendEvent"];
  };
  "/channels/{channelId}/events": {
    /** The events that a webhook gets, and the last one it accepted */
    get: operations["getChannelEvents"];
    /** Choose the events that a webhook gets */
    patch: operations["chooseChannelEvents"];
  };
  "/channels/{channelId}/remove": {
    /** Remove a channel */
    post: operations["removeChannel"];
  };
  "/channels/{channelId}/replay": {
    /** Send events again from a position or time on */
    post: operations["replayEvents"];
  };
  "/channels/{channelId}/restore": {
    /** Undo the removal of a channel, within ten minutes */
    post: operations["restoreChannel"];
  };
  "/channels/{channelId}/secret": {
    /** Give a webhook a new signing secret, which only this response contains; the old one is no longer used */
    post: operations["renewChannelSecret"];
  };
  "/channels/{channelId}/test": {
    /** Send a test message to a channel */
    post: operations["testChannel"];
  };
  "/checks/{checkId}": {
    /** One check */
    get: operations["getCheck"];
  };
  "/checks/{checkId}/requests": {
    /** The requests of a check, what they prove, and the likeliest fixes */
    get: operations["listCheckRequests"];
  };
  "/deliveries": {
    /** Sent notifications, newest first */
    get: operations["listDeliveries"];
  };
  "/deliveries/{deliveryId}/send": {
    /** Send a notification again */
    post: operations["resendDelivery"];
  };
  "/events": {
    /** Events of the shops, oldest first */
    get: operations["listEvents"];
  };
  "/exports/{exportId}": {
    /** The progress of an export */
    get: operations["getExport"];
  };
  "/exports/{exportId}/file": {
    /** The file of an export */
    get: operations["downloadExport"];
  };
  "/incidents": {
    /** Incidents of all shops, newest first */
    get: operations["listIncidents"];
  };
  "/incidents/{incidentId}": {
    /** One incident, with its timeline */
    get: operations["getIncident"];
  };
  "/integrations": {
    /** All integrations, with the state of order import and tracking sync */
    get: operations["listIntegrations"];
    /** Connect a shop; its key follows */
    post: operations["connectIntegration"];
  };
  "/integrations/{integrationId}": {
    /** One integration */
    get: operations["getIntegration"];
    /** Change name or interval */
    patch: operations["changeIntegration"];
  };
  "/integrations/{integrationId}/address": {
    /** Change the address of a shop */
    post: operations["changeAddress"];
  };
  "/integrations/{integrationId}/backfills": {
    /** Read all orders of a period again */
    post: operations["startBackfill"];
  };
  "/integrations/{integrationId}/check": {
    /** The newest check: verdict and causes */
    get: operations["getLatestCheck"];
  };
  "/integrations/{integrationId}/checks": {
    /** Check now, or retest one cause */
    post: operations["startCheck"];
  };
  "/integrations/{integrationId}/count": {
    /** How many orders of a period the shop has, and how many are imported */
    post: operations["countOrders"];
  };
  "/integrations/{integrationId}/coverage": {
    /** What has been read of the shop, and the gaps */
    get: operations["getCoverage"];
  };
  "/integrations/{integrationId}/disconnect": {
    /** Disconnect a shop, with its orders */
    post: operations["disconnectIntegration"];
  };
  "/integrations/{integrationId}/exports": {
    /** Write a shop’s orders to a file, as CSV or JSON lines */
    post: operations["exportOrders"];
  };
  "/integrations/{integrationId}/key": {
    /** Try a key on the shop, store it and import */
    post: operations["setKey"];
  };
  "/integrations/{integrationId}/maintenance": {
    /** Planned and current maintenance */
    get: operations["listMaintenance"];
    /** Announce maintenance, now or later */
    post: operations["announceMaintenance"];
  };
  "/integrations/{integrationId}/maintenance/{windowId}/cancel": {
    /** Cancel a maintenance window */
    post: operations["cancelMaintenance"];
  };
  "/integrations/{integrationId}/maintenance/end": {
    /** End current maintenance */
    post: operations["endMaintenance"];
  };
  "/integrations/{integrationId}/orders": {
    /** The orders of a shop, newest first */
    get: operations["listOrders"];
  };
  "/integrations/{integrationId}/pause": {
    /** Pause sync */
    post: operations["pauseIntegration"];
  };
  "/integrations/{integrationId}/quarantined-orders": {
    /** Orders of the shop that could not be read, newest first */
    get: operations["listQuarantinedOrders"];
  };
  "/integrations/{integrationId}/quarantined-orders/{quarantinedId}/dismiss": {
    /** Accept that an order which cannot be read is missing */
    post: operations["dismissQuarantinedOrder"];
  };
  "/integrations/{integrationId}/quarantined-orders/{quarantinedId}/restore": {
    /** Take back the dismissal of an order */
    post: operations["restoreQuarantinedOrder"];
  };
  "/integrations/{integrationId}/quarantined-orders/{quarantinedId}/retry": {
    /** Read an order again that could not be read */
    post: operations["retryQuarantinedOrder"];
  };
  "/integrations/{integrationId}/refresh": {
    /** Start Refresh, like the button */
    post: operations["refreshIntegration"];
  };
  "/integrations/{integrationId}/reports": {
    /** The links to reports for the hosting provider, newest first */
    get: operations["listReports"];
    /** Create a report for the hosting provider; only this response contains the link */
    post: operations["createReport"];
  };
  "/integrations/{integrationId}/reports/{reportId}/messages": {
    /** What the hosting provider and the merchant wrote about a report */
    get: operations["listReportMessages"];
    /** Reply to the hosting provider */
    post: operations["replyToHost"];
  };
  "/integrations/{integrationId}/reports/{reportId}/remind": {
    /** Send the link to a report to the hosting provider again, by e-mail */
    post: operations["remindHost"];
  };
  "/integrations/{integrationId}/reports/{reportId}/revoke": {
    /** Revoke the link to a report */
    post: operations["revokeReport"];
  };
  "/integrations/{integrationId}/resume": {
    /** Resume sync */
    post: operations["resumeIntegration"];
  };
  "/integrations/{integrationId}/runs": {
    /** The syncs of an integration, newest first */
    get: operations["listRuns"];
  };
  "/integrations/{integrationId}/shipments": {
    /** Parcels of a shop, waiting and failed ones first */
    get: operations["listShipments"];
    /** Record parcels, whose tracking numbers are sent to the shop */
    post: operations["recordShipments"];
  };
  "/integrations/{integrationId}/shipments/{shipmentId}": {
    /** Correct a parcel */
    patch: operations["correctShipment"];
  };
  "/integrations/{integrationId}/shipments/{shipmentId}/drop": {
    /** Delete a parcel that the shop does not have */
    post: operations["dropShipment"];
  };
  "/integrations/{integrationId}/shipments/{shipmentId}/send": {
    /** Send a parcel to the shop again */
    post: operations["sendShipment"];
  };
  "/integrations/{integrationId}/shipments/send": {
    /** Send all waiting and failed parcels of a shop again */
    post: operations["sendAllShipments"];
  };
  "/invitations": {
    /** Open invitations */
    get: operations["listInvitations"];
    /** Invite someone by mail */
    post: operations["inviteMember"];
  };
  "/invitations/{invitationId}/send": {
    /** Send an invitation again */
    post: operations["sendInvitation"];
  };
  "/invitations/{invitationId}/withdraw": {
    /** Withdraw an invitation */
    post: operations["withdrawInvitation"];
  };
  "/members": {
    /** Members */
    get: operations["listMembers"];
  };
  "/members/{personId}": {
    /** Change a member’s role */
    patch: operations["changeMember"];
  };
  "/members/{personId}/remove": {
    /** Remove a member */
    post: operations["removeMember"];
  };
  "/orders/{orderId}": {
    /** One order, with its lines and addresses */
    get: operations["getOrder"];
  };
  "/orders/lookup": {
    /** Where is an order? Asks the shops by number or id, and imports the order if it only had not arrived */
    post: operations["lookUpOrder"];
  };
  "/runs/{runId}": {
    /** One sync */
    get: operations["getRun"];
  };
  "/runs/{runId}/stop": {
    /** Stop such a sync */
    post: operations["stopRun"];
  };
  "/support/threads": {
    /** Questions to support */
    get: operations["listThreads"];
    /** Ask support */
    post: operations["askSupport"];
  };
  "/support/threads/{threadId}": {
    /** One question, with its messages */
    get: operations["getThread"];
  };
  "/support/threads/{threadId}/messages": {
    /** Write in a question */
    post: operations["answerThread"];
  };
}

export type webhooks = Record<string, never>;

export interface components {
  schemas: {
    Addresses: {
      /** @description Everything to allow now: addresses in use, announced ones, and retiring ones until their day. */
      addresses: {
        ipv4: string[];
        ipv6: string[];
      };
      /** @description The same addresses with their dates, and those that retired. */
      dates: ({
          address: string;
          /** @description Since when it is on the list. */
          announced: string | null;
          /** @description Since when it is used, or from when it is planned to be. */
          live: string | null;
          /** @description From when it may be taken off the list. */
          retires: string | null;
          state: "announced" | "live" | "retiring" | "retired";
        })[];
      methods: string[];
      /**
       * @description Version of this shape.
       * @constant
       */
      schema: 1;
      /** @description Both names of each shop system; the first one is the same for all. */
      userAgents: {
        [key: string]: [string, string];
      };
    };
    AuditEntry: {
      action: string;
      actor: string | null;
      actorKind: "member" | "staff" | "token" | "job";
      after: {
        [key: string]: unknown;
      } | null;
      /** Format: date-time */
      at: string;
      before: {
        [key: string]: unknown;
      } | null;
      details: {
        [key: string]: unknown;
      };
      id: string;
      integrationId: string | null;
      shop: string | null;
      sourceAddress: string | null;
    };
    AuditList: {
      data: components["schemas"]["AuditEntry"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    Channel: {
      /** Format: date-time */
      createdAt: string;
      /** @description Of its URL, which is a secret itself. */
      host: string;
      id: string;
      kind: "slack" | "teams" | "telegram" | "ntfy" | "pagerduty" | "opsgenie" | "webhook";
      /** @description The events that it gets. */
      kinds: ("needs_you" | "recovered" | "off_soon" | "switched_off" | "report_green" | "host_answered" | "addresses_refused" | "ending_soon" | "parcel_unassigned" | "support_answered")[];
      name: string;
    };
    ChannelEvents: {
      /** @description Position of the last event that it got, or that was given up. */
      after: number;
      channelId: string;
      events: ("shop.throttled" | "shop.recovered" | "check.completed" | "order.imported" | "parcel.failed" | "incident.opened" | "incident.closed" | "address.announced")[];
      /** @description Position of the merchant’s newest event. */
      newest: number;
      /** @description When an event that it did not accept is sent again; the later ones wait. */
      retryAt: string | null;
    };
    ChannelList: {
      /** @description At most 10. */
      data: components["schemas"]["Channel"][];
    };
    Check: {
      /** @description Ordered from the lowest network layer. */
      causeCodes: ("target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient")[];
      /** @description Empty if nothing is blocked, and for checks stored in an older format. */
      causes: ({
          addresses: string[];
          affects: ("orders_in" | "tracking_out")[];
          blocker: string | null;
          certainty: "proven" | "single_observation";
          code: "target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient";
          layer: "target" | "name" | "network" | "tls" | "in_front" | "server" | "api" | "credentials";
          methods: string[];
          userAgents: string[];
        })[];
      finishedAt: string | null;
      id: string;
      integrationId: string;
      /** Format: date-time */
      requestedAt: string;
      status: "queued" | "running" | "done" | "failed";
      trigger: string;
      verdict: ("healthy" | "degraded" | "blocked" | "unreachable" | "refused") | null;
    };
    CheckRequests: {
      checkId: string;
      /** @description In the order of the check's causes. */
      findings: ({
          certainty: "proven" | "single_observation";
          code: "target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient";
          /** @description All in which the two requests differ. */
          differsIn: ("method" | "path" | "userAgent" | "from")[];
          explanation: string;
          fails: ({
            /** @description Who answered, or why no one did. */
            answer: string;
            /** Format: date-time */
            at: string;
            from: string | null;
            method: string;
            path: string;
            status: number | null;
            userAgent: string;
          }) | null;
          /** @description The likeliest one. */
          fix: {
            software: string;
            steps: string[];
            whoDoes: string;
          } | null;
          /** @description The request that the shop answered; null for a single observation. */
          passes: ({
            /** @description Who answered, or why no one did. */
            answer: string;
            /** Format: date-time */
            at: string;
            from: string | null;
            method: string;
            path: string;
            status: number | null;
            userAgent: string;
          }) | null;
          reason: string | null;
          title: string;
        })[];
      /** @description All that it sent, in order. */
      requests: ({
          /** @description Who answered, or why no one did. */
          answer: string;
          /** Format: date-time */
          at: string;
          from: string | null;
          method: string;
          milliseconds: number | null;
          outcome: "answered" | "refused_target" | "dns_failed" | "connect_failed" | "tls_failed" | "no_answer";
          passed: boolean;
          path: string;
          purpose: string;
          status: number | null;
          userAgent: string;
        })[];
    };
    Count: {
      ours: number;
      /** @description Null if the shop does not count. */
      shop: number | null;
    };
    Coverage: {
      /** @description Every order changed in this time was read, except in the gaps; null before the first import. */
      covered: {
        /** Format: date-time */
        from: string;
        /** Format: date-time */
        to: string;
      } | null;
      /** @description Of these, the ones that were dismissed. */
      dismissed: number | null;
      gaps: {
          /** Format: date-time */
          from: string;
          /** Format: date-time */
          to: string;
        }[];
      /** @description The shop shows only orders of so many days; null for all. */
      historyDays: number | null;
      integrationId: string;
      /** @description Orders that the shop counted but did not list at the last count check; null before the first import. */
      unlisted: number | null;
      /** @description Orders that the shop has and that could not be read; null before the first import. */
      unreadable: number | null;
    };
    Delivery: {
      answerStatus: number | null;
      /** Format: date-time */
      at: string;
      attempts: number;
      content: "notices" | "weekly" | "test";
      failure: string | null;
      id: string;
      notices: number;
      status: "waiting" | "sent" | "failed" | "dropped" | "already_notified";
      /** @description Name of the channel, or id of the person who gets the mail. */
      to: string;
      way: "mail" | "slack" | "teams" | "telegram" | "ntfy" | "pagerduty" | "opsgenie" | "webhook";
    };
    DeliveryList: {
      data: components["schemas"]["Delivery"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    Done: {
      done: true;
    };
    Dropped: {
      /** @description False if the shop already has it, or gets it now. */
      dropped: boolean;
    };
    Event: ({
      data: {
        lane: "orders_in" | "tracking_out";
        /** @description The code of the lane’s reason. */
        reason: string;
        /** Format: date-time */
        since: string;
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "shop.throttled";
    }) | ({
      data: {
        /**
         * Format: date-time
         * @description The first failure since the success before.
         */
        failingSince: string;
        lane: "orders_in" | "tracking_out";
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "shop.recovered";
    }) | ({
      data: {
        causes: ("target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient")[];
        checkId: string;
        verdict: "healthy" | "degraded" | "blocked" | "unreachable" | "refused";
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "check.completed";
    }) | ({
      data: {
        orders: ({
            change: "created" | "updated";
            number: string;
            orderId: string;
          })[];
        /** @description Null for orders read outside a sync, as after a webhook of the shop. */
        runId: string | null;
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "order.imported";
    }) | ({
      data: {
        /** @description It is not sent again unless a user asks for it. */
        failure: string;
        shipmentId: string;
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "parcel.failed";
    }) | ({
      data: {
        /** @description How often it was over and came back. */
        cameBack: number;
        /** @description Codes of its open causes. */
        causes: string[];
        incidentId: string;
        /** Format: date-time */
        openedAt: string;
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "incident.opened";
    }) | ({
      data: {
        /** @description How often it was over and came back. */
        cameBack: number;
        /** @description Codes of its open causes. */
        causes: string[];
        incidentId: string;
        /** Format: date-time */
        openedAt: string;
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "incident.closed";
    }) | ({
      data: {
        /** @description New addresses of ours, which firewalls must let in from that day on. */
        addresses: string[];
        /** Format: date */
        plannedOn: string;
        /** @description Those that they replace. */
        retiring: string[];
      };
      /**
       * Format: uuid
       * @description The same in every delivery.
       */
      id: string;
      /** @description The shop; null if it concerns the whole merchant. */
      integrationId: string | null;
      /** @description Counts the events of the merchant in the same way. */
      position: number;
      /** @description Counts the events of the shop without gaps, from 1 on; null without a shop. */
      sequence: number | null;
      /**
       * Format: date-time
       * @description When it happened.
       */
      timestamp: string;
      type: "address.announced";
    });
    EventDelivery: {
      /** @description The beginning of the receiver’s answer; foreign text. */
      answer: string;
      answerStatus: number | null;
      /**
       * Format: date-time
       * @description Of the last attempt.
       */
      at: string;
      attempts: number;
      event: components["schemas"]["Event"];
      failure: string | null;
      milliseconds: number | null;
      status: "waiting" | "sent" | "failed";
    };
    EventDeliveryList: {
      data: components["schemas"]["EventDelivery"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    EventList: {
      data: components["schemas"]["Event"][];
      /** @description For “after” of the next call, also if “data” is empty. */
      next: number;
      /** @description Position of the oldest event that is kept: those between “after” and it are lost. */
      oldest: number | null;
    };
    Export: {
      /**
       * Format: date-time
       * @description When the file is deleted; earlier if a buyer is erased.
       */
      expiresAt: string;
      /** @description Path of the file; null until it is ready. */
      file: string | null;
      finishedAt: string | null;
      format: "csv" | "jsonl";
      id: string;
      integrationId: string;
      /** Format: date-time */
      requestedAt: string;
      /** @description Orders written so far. */
      rows: number;
      /**
       * @description ready: the file can be fetched; failed: ask again.
       * @enum {string}
       */
      status: "queued" | "running" | "ready" | "failed";
    };
    Incident: {
      /** @description How often it was over and came back. */
      cameBack: number;
      causes: ({
          /** @description Ours that are refused; empty means all, here and below. */
          addresses: string[];
          blocker: string | null;
          /** @description The newest check that proves it. */
          checkId: string;
          /** @description When what was refused passed. */
          clearedAt: string | null;
          code: string;
          /** Format: date-time */
          firstSeenAt: string;
          /**
           * @description Who can fix it.
           * @enum {string}
           */
          fixer: "merchant" | "hosting_provider" | "support" | "itself";
          lanes: ("orders_in" | "tracking_out")[];
          /** Format: date-time */
          lastSeenAt: string;
          methods: string[];
          userAgents: string[];
        })[];
      /** @description Null while it is open. */
      closedAt: string | null;
      id: string;
      integrationId: string;
      lateOrders: number;
      lateParcels: number;
      /** Format: date-time */
      openedAt: string;
      /** @description Since when nothing fails any more, while all-clear waits for proof. */
      quietSince: string | null;
      shop: string;
    };
    IncidentList: {
      data: components["schemas"]["Incident"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    IncidentWithTimeline: {
      /** @description How often it was over and came back. */
      cameBack: number;
      causes: ({
          /** @description Ours that are refused; empty means all, here and below. */
          addresses: string[];
          blocker: string | null;
          /** @description The newest check that proves it. */
          checkId: string;
          /** @description When what was refused passed. */
          clearedAt: string | null;
          code: string;
          /** Format: date-time */
          firstSeenAt: string;
          /**
           * @description Who can fix it.
           * @enum {string}
           */
          fixer: "merchant" | "hosting_provider" | "support" | "itself";
          lanes: ("orders_in" | "tracking_out")[];
          /** Format: date-time */
          lastSeenAt: string;
          methods: string[];
          userAgents: string[];
        })[];
      /** @description Null while it is open. */
      closedAt: string | null;
      id: string;
      integrationId: string;
      lateOrders: number;
      lateParcels: number;
      /** Format: date-time */
      openedAt: string;
      /** @description Since when nothing fails any more, while all-clear waits for proof. */
      quietSince: string | null;
      shop: string;
      /** @description Newest first. */
      timeline: ({
          /** Format: date-time */
          at: string;
          /** @description Name of who did it; null for what was observed. */
          by: string | null;
          kind: string;
        })[];
    };
    Integration: {
      /** @description The newest check, which may still be running. */
      check: ({
        id: string;
        status: "queued" | "running" | "done" | "failed";
        verdict: ("healthy" | "degraded" | "blocked" | "unreachable" | "refused") | null;
      }) | null;
      hasCredentials: boolean;
      id: string;
      lanes: {
        orders_in: components["schemas"]["Lane"];
        tracking_out: components["schemas"]["Lane"];
      };
      lastOrderAt: string | null;
      /** @description Estimated orders since the last import, from the same hours of previous weeks; null while orders arrive, or without enough history. */
      missedOrders: number | null;
      name: string;
      /** @description Parcels whose tracking number has not been sent to the shop. */
      parcelsWaiting: number;
      /** @description The active sync. */
      run: ({
        id: string;
        status: "queued" | "running" | "succeeded" | "failed";
      }) | null;
      shopSystem: "woocommerce" | "magento" | "prestashop" | "shopify";
      story: {
        /** @description What happens without anyone. */
        byItself: string | null;
        cause: string | null;
        effect: string | null;
        /** @description Texts are English sentences, as messages and pages say them. */
        headline: string;
        /** @description The open incident that it describes. */
        incidentId: string | null;
        /** @description The one thing to do now, as the shop's page offers it; null if nothing is to be done. */
        nextStep: ("connect" | "replace_key" | "use_post" | "show_fix" | "share_with_host" | "remind_host" | "read_answer" | "test_again" | "refresh" | "resume" | "ask_support") | null;
        /** @description Who can act. */
        responsibility: string | null;
        /** @description The newest report that the hosting provider got and that does not pass yet; null if they were not asked. */
        sharedWithHost: ({
          /** Format: date-time */
          at: string;
          how: "mail" | "link" | "pdf";
          opened: number;
          testedAt: string | null;
        }) | null;
        /** Format: date-time */
        since: string;
        state: "healthy" | "down" | "partial" | "delayed" | "quiet" | "maintenance" | "paused" | "off" | "not_connected";
        /**
         * @description The same as a code.
         * @enum {string}
         */
        whoActs: "none" | "itself" | "you" | "host" | "support";
      };
      url: string;
    };
    IntegrationList: {
      data: components["schemas"]["Integration"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    Invitation: {
      /** Format: date-time */
      createdAt: string;
      email: string;
      expiresAt: string | null;
      id: string;
      mailFailure: string | null;
      role: "owner" | "member" | "viewer";
      sentAt: string | null;
    };
    InvitationList: {
      /** @description Open ones, newest first. */
      data: components["schemas"]["Invitation"][];
    };
    Lane: {
      /** @description First failure since the last success. */
      failingSince: string | null;
      lastSuccessAt: string | null;
      /** @description When a throttled shop is probed next. */
      nextRecoveryProbeAt: string | null;
      nextSyncAt: string | null;
      /**
       * Format: date-time
       * @description Start of the lane's stored state.
       */
      since: string;
      /**
       * @description The state that the dashboard shows; queued and syncing while a run is active.
       * @enum {string}
       */
      state: "regular" | "queued" | "syncing" | "throttled" | "action_needed" | "maintenance" | "paused" | "off";
      /**
       * @description Who must act next; itself: recovers automatically.
       * @enum {string}
       */
      whoActs: "none" | "itself" | "you" | "host" | "support";
      /** @description A code with its parameters; none while the lane is healthy. */
      why: {
        code: "none";
      } | ({
        code: "failed";
        failure: "target_not_allowed" | "egress_unavailable" | "dns_failed" | "connection_refused" | "connection_timed_out" | "connection_reset" | "tls_failed" | "response_timed_out" | "response_too_large" | "redirected" | "rate_limited" | "maintenance" | "blocked" | "server_error" | "credentials_rejected" | "credentials_insufficient" | "api_not_found" | "invalid_response" | "no_credentials" | "credentials_unreadable" | "suspiciously_empty" | "counts_differ" | "worker_lost" | "internal_error";
        status: number | null;
        times: number;
      }) | {
        code: "no_credentials";
      } | ({
        addresses: string[];
        blocker: string | null;
        cause: string;
        checkId: string;
        code: "causes_found";
        fixer: "merchant" | "hosting_provider" | "support" | "itself";
        methods: string[];
        others: number;
        userAgents: string[];
      }) | {
        code: "causes_gone";
      } | ({
        code: "asked_to_wait";
        status: number | null;
        /** Format: date-time */
        until: string;
      }) | {
        by: string;
        code: "window_announced";
        /** Format: date-time */
        until: string;
      } | {
        by: string;
        code: "paused_by";
      } | {
        code: "never_succeeded";
        days: number;
      };
    };
    Maintenance: {
      /** @description Name of the user or token that announced it. */
      by: string | null;
      /** Format: date-time */
      endsAt: string;
      id: string;
      /**
       * @description script: the maintenance URL, which deploy scripts call.
       * @enum {string}
       */
      source: "page" | "api" | "script";
      /** Format: date-time */
      startsAt: string;
      /** @description In which a page announced it. */
      timeZone: string;
    };
    MaintenanceList: {
      data: components["schemas"]["Maintenance"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    Member: {
      email: string;
      lastSeenAt: string | null;
      name: string;
      personId: string;
      role: "owner" | "member" | "viewer";
      /** Format: date-time */
      since: string;
    };
    MemberList: {
      /** @description By name. */
      data: components["schemas"]["Member"][];
    };
    NewChannel: {
      /** Format: date-time */
      createdAt: string;
      /** @description Of its URL, which is a secret itself. */
      host: string;
      id: string;
      kind: "slack" | "teams" | "telegram" | "ntfy" | "pagerduty" | "opsgenie" | "webhook";
      /** @description The events that it gets. */
      kinds: ("needs_you" | "recovered" | "off_soon" | "switched_off" | "report_green" | "host_answered" | "addresses_refused" | "ending_soon" | "parcel_unassigned" | "support_answered")[];
      name: string;
      /** @description Signs deliveries of a webhook; in the first answer only, and null in a replay. */
      secret: string | null;
    };
    NewReport: {
      /** @description What the report is about. */
      causeCodes: string[];
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      expiresAt: string;
      id: string;
      integrationId: string;
      lastOpenedAt: string | null;
      openedCount: number;
      /** @description When a check found nothing of it any more. */
      passedAt: string | null;
      revokedAt: string | null;
      sharedAt: string | null;
      sharedHow: ("mail" | "link" | "pdf") | null;
      /** @description When the host last started a test. */
      testedAt: string | null;
      /** @description The link with its secret, in the first answer only: null in an answer that is replayed. */
      url: string | null;
    };
    Order: {
      currency: string;
      customerName: string;
      id: string;
      integrationId: string;
      /** @description The number that the shop shows. */
      number: string;
      /** Format: date-time */
      placedAt: string;
      /** @description When the shop no longer had the order. */
      removedAt: string | null;
      status: string;
      /** @description The shop’s own name of the status; null if it is a common one. */
      statusName: string | null;
      /** @description Decimal, in the order’s currency. */
      total: string;
      /** @description The most urgent state of its parcels; null without a parcel. */
      tracking: ("waiting" | "sent" | "failed") | null;
    };
    OrderList: {
      data: components["schemas"]["Order"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    OrderLookup: {
      data: ({
          /** @description The outcome as one English sentence. */
          explanation: string;
          /** @description Why the shop could not be asked. */
          failure: ("target_not_allowed" | "egress_unavailable" | "dns_failed" | "connection_refused" | "connection_timed_out" | "connection_reset" | "tls_failed" | "response_timed_out" | "response_too_large" | "redirected" | "rate_limited" | "maintenance" | "blocked" | "server_error" | "credentials_rejected" | "credentials_insufficient" | "api_not_found" | "invalid_response" | "no_credentials" | "credentials_unreadable" | "suspiciously_empty" | "counts_differ" | "worker_lost" | "internal_error") | null;
          /** @description The field that cannot be read, for quarantined. */
          field: string | null;
          integrationId: string;
          orderId: string | null;
          orderNumber: string | null;
          /**
           * @description imported: had not arrived, imported now. status_hidden: imported, but hidden from lists. unlisted: the shop neither lists nor counts it, so it is not imported. not_asked: see failure.
           * @enum {string}
           */
          outcome: "not_in_shop" | "draft" | "in_trash" | "status_hidden" | "before_import" | "quarantined" | "other_store" | "unlisted" | "not_imported" | "stored" | "imported" | "not_asked";
          /** @description What was requested and the status of the answer; null without one. */
          requests: ({
              /** Format: date-time */
              at: string;
              method: string;
              path: string;
              status: number | null;
            })[];
          shopName: string;
          /** @description The shop’s own list left the order out although an import covered its time. */
          unlisted: boolean;
          /** @description The shop’s status that shows that it still awaits the payment; null if paid, cancelled, or not known. */
          unpaidStatus: string | null;
        })[];
      /** @description Shops beyond the first 20; ask them with integrationId. */
      shopsNotAsked: number;
    };
    OrderWithLines: {
      /** @description Fields that the shop lacks are empty. */
      billing: {
        city: string;
        company: string;
        /** @description ISO 3166-1 alpha-2. */
        country: string;
        email: string;
        name: string;
        phone: string;
        postalCode: string;
        state: string;
        street1: string;
        street2: string;
      };
      currency: string;
      customerEmail: string;
      customerName: string;
      /** @description The shop’s id of the order. */
      externalId: string;
      /**
       * Format: date-time
       * @description When it was imported.
       */
      firstSeenAt: string;
      id: string;
      integrationId: string;
      /** Format: date-time */
      lastSeenAt: string;
      lines: {
          externalId: string;
          name: string;
          quantity: number;
          sku: string;
          /** @description Decimal, in the order’s currency. */
          total: string;
          /** @description Decimal, in the order’s currency. */
          unitPrice: string;
        }[];
      /**
       * Format: date-time
       * @description When the shop last changed it.
       */
      modifiedAt: string;
      /** @description The number that the shop shows. */
      number: string;
      paidAt: string | null;
      /** Format: date-time */
      placedAt: string;
      /** @description When the shop no longer had the order. */
      removedAt: string | null;
      /** @description Fields that the shop lacks are empty. */
      shipping: {
        city: string;
        company: string;
        /** @description ISO 3166-1 alpha-2. */
        country: string;
        email: string;
        name: string;
        phone: string;
        postalCode: string;
        state: string;
        street1: string;
        street2: string;
      };
      status: string;
      /** @description The shop’s own name of the status; null if it is a common one. */
      statusName: string | null;
      /** @description Decimal, in the order’s currency. */
      total: string;
      totals: {
        /** @description Decimal, in the order’s currency. */
        discount: string;
        /** @description Decimal, in the order’s currency. */
        fees: string;
        /** @description Decimal, in the order’s currency. */
        shipping: string;
        /** @description Decimal, in the order’s currency. */
        tax: string;
      };
      /** @description The most urgent state of its parcels; null without a parcel. */
      tracking: ("waiting" | "sent" | "failed") | null;
    };
    Problem: {
      /**
       * @description Stable, machine-readable code; new codes may be added.
       * @enum {string}
       */
      code: "input_invalid" | "token_missing" | "token_unknown" | "token_expired" | "token_revoked" | "scope_missing" | "token_limited" | "not_owner" | "not_found" | "no_check" | "method_not_allowed" | "no_credentials" | "paused" | "shop_busy" | "shop_failed" | "frozen" | "call_running" | "key_reused" | "window_invalid" | "last_owner" | "too_many" | "key_refused" | "too_soon" | "lookup_limit" | "check_limit" | "quota_spent" | "rate_limited" | "internal_error";
      /** @description What to do. */
      detail: string;
      /** @description Identifies the error in the server log; include it when you contact support. */
      errorId?: string;
      /** @description The invalid parameters. */
      errors?: {
          code: string;
          field: string;
        }[];
      /** @description The scope that the token lacks. */
      scope?: string;
      status: number;
      title: string;
      /** @description urn:mooring:problem:<code> */
      type: string;
    };
    QuarantinedOrder: {
      /** @description Who accepted that it is missing, and why. It is still retried, and imported once it can be read. */
      dismissed: ({
        /** Format: date-time */
        at: string;
        by: string | null;
        reason: string;
      }) | null;
      /** @description The field that cannot be read. */
      error: string;
      /** @description The shop’s id of the order. */
      externalId: string;
      /** Format: date-time */
      firstSeenAt: string;
      id: string;
      integrationId: string;
    };
    QuarantinedOrderList: {
      data: components["schemas"]["QuarantinedOrder"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    RecordedShipments: {
      /** @description Recorded before; nothing is sent twice. */
      known: number;
      recorded: number;
      shipmentIds: string[];
    };
    Report: {
      /** @description What the report is about. */
      causeCodes: string[];
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      expiresAt: string;
      id: string;
      integrationId: string;
      lastOpenedAt: string | null;
      openedCount: number;
      /** @description When a check found nothing of it any more. */
      passedAt: string | null;
      revokedAt: string | null;
      sharedAt: string | null;
      sharedHow: ("mail" | "link" | "pdf") | null;
      /** @description When the host last started a test. */
      testedAt: string | null;
    };
    ReportList: {
      /** @description The newest 20. */
      data: components["schemas"]["Report"][];
    };
    ReportMessageList: {
      /** @description Oldest first. */
      data: ({
          /** Format: date-time */
          at: string;
          /** @description Read on the page of the shop. */
          attachments: {
              bytes: number;
              id: string;
              name: string;
            }[];
          /** @description Name of the member or token that wrote it; null for the host. */
          by: string | null;
          id: string;
          kind: "fixed" | "need_more" | "not_ours" | "message";
          reportId: string;
          side: "host" | "merchant";
          /** @description Of the host: foreign text. */
          text: string;
        })[];
    };
    Run: {
      checkId: string | null;
      /** @description Null if the counts were not compared. */
      countCheck: ({
        /** @description Of these, the ones that were dismissed. */
        dismissed: number;
        /** @description Of the shop's modification time; null for all. */
        from: string | null;
        /** @description Imported beyond these. */
        gone: number;
        /** @description Every order that the shop counts is imported, and no other. */
        isComplete: boolean;
        /** @description Imported; the shop has them, but neither lists nor counts them. */
        kept: number;
        /** @description The shop lists them, but they are not imported. */
        missing: number;
        to: string | null;
        /** @description The shop counts them, but does not list them. */
        unlisted: number;
        unreadable: number;
      }) | null;
      created: number;
      failure: ("target_not_allowed" | "egress_unavailable" | "dns_failed" | "connection_refused" | "connection_timed_out" | "connection_reset" | "tls_failed" | "response_timed_out" | "response_too_large" | "redirected" | "rate_limited" | "maintenance" | "blocked" | "server_error" | "credentials_rejected" | "credentials_insufficient" | "api_not_found" | "invalid_response" | "no_credentials" | "credentials_unreadable" | "suspiciously_empty" | "counts_differ" | "worker_lost" | "internal_error") | null;
      /** @description HTTP status with which the shop failed. */
      failureStatus: number | null;
      fetched: number;
      finishedAt: string | null;
      id: string;
      integrationId: string;
      ourCount: number | null;
      phase: "queued" | "preflight" | "fetching" | "comparing" | "done";
      quarantined: number;
      /** Format: date-time */
      requestedAt: string;
      /** @description Name of the user or token; null for scheduled runs. */
      requestedBy: string | null;
      /** @description Count check: orders in the shop and, without unreadable ones, in Mooring. Null if not compared. */
      shopCount: number | null;
      startedAt: string | null;
      status: "waiting" | "queued" | "running" | "succeeded" | "failed";
      /** @description Orders to fetch; null until the shop has reported the number. */
      total: number | null;
      /** @description refresh: requested by a user or through the API; schedule: automatic. */
      trigger: string;
      unchanged: number;
      updated: number;
      /** @description The part of the shop's modification time that a backfill reads. */
      windowFrom: string | null;
      windowTo: string | null;
    };
    RunList: {
      data: components["schemas"]["Run"][];
      /** @description For the next page; null on the last page. */
      nextCursor: string | null;
    };
    SentAgain: {
      count: number;
    };
    Shipment: {
      attempts: number;
      cancelledAt: string | null;
      carrier: string;
      /** @description Why the last attempt failed. */
      failure: string | null;
      failureStatus: number | null;
      id: string;
      nextPushAt: string | null;
      orderId: string;
      orderNumber: string;
      /** Format: date-time */
      recordedAt: string;
      sentAt: string | null;
      /** @description The shop’s own words; foreign text. */
      shopSays: string | null;
      source: string;
      /**
       * @description waiting: the shop does not have it yet.
       * @enum {string}
       */
      status: "waiting" | "sent" | "failed";
      trackingNumber: string;
      trackingUrl: string | null;
    };
    ShipmentList: {
      /** @description The newest 100, waiting and failed ones first. */
      data: components["schemas"]["Shipment"][];
    };
    StartedBackfill: {
      runId: string;
      /** @description True if it follows the active sync. */
      waits: boolean;
    };
    StartedCheck: {
      checkId: string;
      /** @description True if a check was already active, which is then returned. */
      joined: boolean;
    };
    StartedRefresh: {
      /** @description True if a sync was already active, which is then returned. */
      joined: boolean;
      runId: string;
    };
    Thread: {
      causeCode: ("target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient") | null;
      firstWords: string;
      id: string;
      integrationId: string | null;
      lastFrom: "merchant" | "staff";
      /** Format: date-time */
      lastMessageAt: string;
      messages: ({
          /** Format: date-time */
          at: string;
          author: string | null;
          from: "merchant" | "staff";
          id: string;
          text: string;
        })[];
      /** Format: date-time */
      openedAt: string;
      shop: string | null;
      solution: ({
        /** Format: date-time */
        at: string;
        causeCode: ("target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient") | null;
        fix: string;
      }) | null;
      /**
       * @description open: support must answer. waiting: you must. solved until the next message.
       * @enum {string}
       */
      status: "open" | "waiting" | "solved";
      unread: boolean;
    };
    ThreadList: {
      /** @description The newest 200. */
      data: ({
          causeCode: ("target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient") | null;
          firstWords: string;
          id: string;
          integrationId: string | null;
          lastFrom: "merchant" | "staff";
          /** Format: date-time */
          lastMessageAt: string;
          /** Format: date-time */
          openedAt: string;
          shop: string | null;
          /**
           * @description open: support must answer. waiting: you must. solved until the next message.
           * @enum {string}
           */
          status: "open" | "waiting" | "solved";
          unread: boolean;
        })[];
    };
  };
  responses: {
    /** @description Whatever its status. */
    Refused: {
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description Unchanged: the ETag is in If-None-Match. */
    Unchanged: {
      content: never;
    };
  };
  parameters: {
    /** @description For a day, the same call with this key is answered with the first answer and does nothing again. */
    "Idempotency-Key"?: string;
    /** @description The ETag of an answer that the caller has. */
    "If-None-Match"?: string;
    /** @description wait=20: answers with status 200 once it has ended, at most that many seconds later. */
    Prefer?: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}

export type $defs = Record<string, never>;

export type external = Record<string, never>;

export interface operations {

  /** The addresses and User-Agents with which Mooring visits shops; needs no token */
  getAddresses: {
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Addresses"];
        };
      };
    };
  };
  /** The audit log, newest first */
  listAudit: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        action?: string;
        integrationId?: string;
        from?: string;
        to?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["AuditList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Notification channels */
  listChannels: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Add a channel; only this response contains the signing secret of a webhook */
  addChannel: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @default */
          chat?: string;
          /** @default */
          key?: string;
          kind: "slack" | "teams" | "telegram" | "ntfy" | "pagerduty" | "opsgenie" | "webhook";
          kinds: ("needs_you" | "recovered" | "off_soon" | "switched_off" | "report_green" | "host_answered" | "addresses_refused" | "ending_soon" | "parcel_unassigned" | "support_answered")[];
          name: string;
          /** Format: uri */
          url: string;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["NewChannel"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Choose which messages a channel gets */
  changeChannel: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description What it is told; none silences it. */
          kinds: ("needs_you" | "recovered" | "off_soon" | "switched_off" | "report_green" | "host_answered" | "addresses_refused" | "ending_soon" | "parcel_unassigned" | "support_answered")[];
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Events sent to a webhook, with its answers, newest first */
  listEventDeliveries: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        channelId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["EventDeliveryList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Send an event to a webhook again */
  resendEvent: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
        eventId: string;
      };
    };
    responses: {
      202: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** The events that a webhook gets, and the last one it accepted */
  getChannelEvents: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        channelId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelEvents"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Choose the events that a webhook gets */
  chooseChannelEvents: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description None: it gets no more. */
          events: ("shop.throttled" | "shop.recovered" | "check.completed" | "order.imported" | "parcel.failed" | "incident.opened" | "incident.closed" | "address.announced")[];
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelEvents"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Remove a channel */
  removeChannel: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Send events again from a position or time on */
  replayEvents: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    requestBody?: {
      content: {
        "application/json": {
          /** @description Position of the last event that is not sent again. */
          after?: number;
          /**
           * Format: date-time
           * @description Time of the first event that is sent again.
           */
          from?: string;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelEvents"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Undo the removal of a channel, within ten minutes */
  restoreChannel: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ChannelList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Give a webhook a new signing secret, which only this response contains; the old one is no longer used */
  renewChannelSecret: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["NewChannel"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Send a test message to a channel */
  testChannel: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        channelId: string;
      };
    };
    responses: {
      202: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** One check */
  getCheck: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        checkId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Check"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** The requests of a check, what they prove, and the likeliest fixes */
  listCheckRequests: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        checkId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["CheckRequests"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Sent notifications, newest first */
  listDeliveries: {
    parameters: {
      query?: {
        cursor?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["DeliveryList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Send a notification again */
  resendDelivery: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        deliveryId: string;
      };
    };
    responses: {
      202: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Events of the shops, oldest first */
  listEvents: {
    parameters: {
      query?: {
        after?: number;
        from?: string;
        limit?: number;
        integrationId?: string;
        types?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["EventList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** The progress of an export */
  getExport: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        exportId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Export"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** The file of an export */
  downloadExport: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        exportId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/x-ndjson": string;
          "text/csv": string;
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Incidents of all shops, newest first */
  listIncidents: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["IncidentList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** One incident, with its timeline */
  getIncident: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        incidentId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["IncidentWithTimeline"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** All integrations, with the state of order import and tracking sync */
  listIntegrations: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["IntegrationList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Connect a shop; its key follows */
  connectIntegration: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description As shown in lists. */
          name: string;
          shopSystem: "woocommerce" | "magento" | "prestashop" | "shopify";
          /** @description Of the shop’s start page. */
          url: string;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** One integration */
  getIntegration: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Change name or interval */
  changeIntegration: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody?: {
      content: {
        "application/json": {
          /** @description Lists hide orders with these; they are imported and counted all the same. */
          hiddenStatuses?: string[];
          /** @description Sends changes as POST, for shops whose server refuses PUT and PATCH. */
          methodFallback?: boolean;
          /** @description As shown in lists. */
          name?: string;
          /**
           * @description Minutes between two syncs.
           * @enum {number}
           */
          syncIntervalMinutes?: 5 | 15 | 30 | 60 | 180 | 360 | 720 | 1440;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Change the address of a shop */
  changeAddress: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description Of the shop’s start page. */
          url: string;
          /**
           * @description Deletes the key, which is not sent to another server.
           * @default false
           */
          withoutKey?: boolean;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Read all orders of a period again */
  startBackfill: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /**
           * Format: date-time
           * @description Of the modification time in the shop.
           */
          from: string;
          /**
           * Format: date-time
           * @description Now, if omitted or later.
           */
          to?: string;
        };
      };
    };
    responses: {
      202: {
        content: {
          "application/json": components["schemas"]["StartedBackfill"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** The newest check: verdict and causes */
  getLatestCheck: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Check"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Check now, or retest one cause */
  startCheck: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
        Prefer?: components["parameters"]["Prefer"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody?: {
      content: {
        "application/json": {
          /** @description Repeats only the requests of one cause of that check, by its index in “causes”. */
          retest?: {
            cause: number;
            checkId: string;
          };
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Check"];
        };
      };
      202: {
        content: {
          "application/json": components["schemas"]["StartedCheck"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** How many orders of a period the shop has, and how many are imported */
  countOrders: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /**
           * Format: date-time
           * @description Of the modification time in the shop.
           */
          from: string;
          /**
           * Format: date-time
           * @description Now, if omitted or later.
           */
          to?: string;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Count"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** What has been read of the shop, and the gaps */
  getCoverage: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Coverage"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Disconnect a shop, with its orders */
  disconnectIntegration: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description The name of the shop, as a confirmation. */
          name: string;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Write a shop’s orders to a file, as CSV or JSON lines */
  exportOrders: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
        Prefer?: components["parameters"]["Prefer"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody?: {
      content: {
        "application/json": {
          /**
           * @description jsonl: an object a line.
           * @default csv
           * @enum {string}
           */
          format?: "csv" | "jsonl";
          /**
           * Format: date
           * @description First day on which the order was placed, in UTC.
           */
          from?: string;
          /**
           * @description Words that all occur in number, name, e-mail or SKU, or in part of a tracking number.
           * @default
           */
          search?: string;
          /** @description The shop’s status. */
          status?: string;
          /**
           * Format: date
           * @description Last such day.
           */
          to?: string;
          /**
           * @description none: without a parcel.
           * @enum {string}
           */
          tracking?: "none" | "waiting" | "sent" | "failed";
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Export"];
        };
      };
      202: {
        content: {
          "application/json": components["schemas"]["Export"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Try a key on the shop, store it and import */
  setKey: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description By shop system; woocommerce: consumerKey and consumerSecret. Tried on the shop first. */
          credentials: {
            [key: string]: string;
          };
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Planned and current maintenance */
  listMaintenance: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["MaintenanceList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Announce maintenance, now or later */
  announceMaintenance: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** Format: date-time */
          endsAt: string;
          /**
           * Format: date-time
           * @description Now, if omitted.
           */
          startsAt?: string;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["Maintenance"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Cancel a maintenance window */
  cancelMaintenance: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        windowId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["MaintenanceList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** End current maintenance */
  endMaintenance: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** The orders of a shop, newest first */
  listOrders: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        search?: string;
        status?: string;
        tracking?: "none" | "waiting" | "sent" | "failed";
        from?: string;
        to?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["OrderList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Pause sync */
  pauseIntegration: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Orders of the shop that could not be read, newest first */
  listQuarantinedOrders: {
    parameters: {
      query?: {
        cursor?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["QuarantinedOrderList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Accept that an order which cannot be read is missing */
  dismissQuarantinedOrder: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        quarantinedId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description Why it may be missing. */
          reason: string;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Take back the dismissal of an order */
  restoreQuarantinedOrder: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        quarantinedId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Read an order again that could not be read */
  retryQuarantinedOrder: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
        Prefer?: components["parameters"]["Prefer"];
      };
      path: {
        integrationId: string;
        quarantinedId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Run"];
        };
      };
      202: {
        content: {
          "application/json": components["schemas"]["StartedRefresh"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Start Refresh, like the button */
  refreshIntegration: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
        Prefer?: components["parameters"]["Prefer"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Run"];
        };
      };
      202: {
        content: {
          "application/json": components["schemas"]["StartedRefresh"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** The links to reports for the hosting provider, newest first */
  listReports: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ReportList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Create a report for the hosting provider; only this response contains the link */
  createReport: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody?: {
      content: {
        "application/json": {
          /** @description If omitted, the report is about the certificate, which must end soon. */
          check?: {
            /** @description Indexes in its “causes”. */
            causes: number[];
            id: string;
          };
          /**
           * @description How long the link is valid.
           * @default 30
           * @enum {number}
           */
          days?: 7 | 30 | 90;
          /**
           * @default en
           * @enum {string}
           */
          language?: "en" | "de" | "fr" | "nl" | "es" | "it";
          /** @description Mails the link to this address of the host. */
          mailTo?: string;
          /**
           * @description Reminds the host by mail.
           * @default false
           */
          reminds?: boolean;
          /** @description Who asks, as the host reads it. */
          shownName?: string;
          /**
           * @description Also about the other shops at this host with the same problem.
           * @default false
           */
          withAlike?: boolean;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["NewReport"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** What the hosting provider and the merchant wrote about a report */
  listReportMessages: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
        reportId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ReportMessageList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Reply to the hosting provider */
  replyToHost: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        reportId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          text: string;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["ReportMessageList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Send the link to a report to the hosting provider again, by e-mail */
  remindHost: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        reportId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ReportList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Revoke the link to a report */
  revokeReport: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        reportId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ReportList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Resume sync */
  resumeIntegration: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Integration"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** The syncs of an integration, newest first */
  listRuns: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["RunList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Parcels of a shop, waiting and failed ones first */
  listShipments: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ShipmentList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Record parcels, whose tracking numbers are sent to the shop */
  recordShipments: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @description All are recorded or, if one is wrong, none. */
          shipments: ({
              carrier: string;
              order: string;
              trackingNumber: string;
              /** @default null */
              trackingUrl?: string | null;
            })[];
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["RecordedShipments"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Correct a parcel */
  correctShipment: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        shipmentId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          carrier: string;
          trackingNumber: string;
          /** @default null */
          trackingUrl?: string | null;
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Delete a parcel that the shop does not have */
  dropShipment: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        shipmentId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Dropped"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Send a parcel to the shop again */
  sendShipment: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
        shipmentId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Send all waiting and failed parcels of a shop again */
  sendAllShipments: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        integrationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["SentAgain"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Open invitations */
  listInvitations: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["InvitationList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Invite someone by mail */
  inviteMember: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
    };
    requestBody: {
      content: {
        "application/json": {
          email: string;
          /**
           * @default member
           * @enum {string}
           */
          role?: "owner" | "member" | "viewer";
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["InvitationList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Send an invitation again */
  sendInvitation: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        invitationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["InvitationList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Withdraw an invitation */
  withdrawInvitation: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        invitationId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["InvitationList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Members */
  listMembers: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["MemberList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Change a member’s role */
  changeMember: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        personId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          role: "owner" | "member" | "viewer";
        };
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["MemberList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Remove a member */
  removeMember: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        personId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["MemberList"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** One order, with its lines and addresses */
  getOrder: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        orderId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["OrderWithLines"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Where is an order? Asks the shops by number or id, and imports the order if it only had not arrived */
  lookUpOrder: {
    parameters: {
      query: {
        number: string;
        integrationId?: string;
        importsOlder?: "true" | "false";
      };
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["OrderLookup"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** One sync */
  getRun: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        runId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Run"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Stop such a sync */
  stopRun: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        runId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Done"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** Questions to support */
  listThreads: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["ThreadList"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Ask support */
  askSupport: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
    };
    requestBody: {
      content: {
        "application/json": {
          /** @default null */
          causeCode?: ("target_not_allowed" | "dns_not_found" | "dns_failure" | "connection_refused" | "connection_timed_out" | "connection_reset" | "ip_blocked" | "tls_expired" | "tls_name_mismatch" | "tls_untrusted" | "tls_incomplete_chain" | "tls_handshake_failed" | "access_denied" | "user_agent_blocked" | "method_blocked" | "body_too_large" | "bot_challenge" | "rate_limited" | "banned_during_test" | "password_protected" | "redirect_loop" | "redirected_to_other_host" | "cached_response" | "maintenance_mode" | "server_error" | "slow" | "unstable" | "response_timed_out" | "api_not_found" | "api_disabled" | "closed_to_visitors" | "wrong_shop_system" | "invalid_response" | "authorization_header_stripped" | "credentials_rejected" | "credentials_insufficient") | null;
          /**
           * @description The shop; its evidence is attached.
           * @default null
           */
          integrationId?: string | null;
          /** @default null */
          runId?: string | null;
          text: string;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["Thread"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
  /** One question, with its messages */
  getThread: {
    parameters: {
      header?: {
        "If-None-Match"?: components["parameters"]["If-None-Match"];
      };
      path: {
        threadId: string;
      };
    };
    responses: {
      200: {
        content: {
          "application/json": components["schemas"]["Thread"];
        };
      };
      304: components["responses"]["Unchanged"];
      default: components["responses"]["Refused"];
    };
  };
  /** Write in a question */
  answerThread: {
    parameters: {
      header?: {
        "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
      };
      path: {
        threadId: string;
      };
    };
    requestBody: {
      content: {
        "application/json": {
          text: string;
        };
      };
    };
    responses: {
      201: {
        content: {
          "application/json": components["schemas"]["Thread"];
        };
      };
      default: components["responses"]["Refused"];
    };
  };
}
